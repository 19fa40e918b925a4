// The sandbox's pages as a person meets them: Debian's Chromium, driven by playwright-core, at `outlookmail sandbox`.
// OUTLOOKMAIL_CLI names the built outlookmail.dll, CHROMIUM the browser, SCREENSHOTS a folder for pictures to look at.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { chromium } from 'playwright-core';

const cli = process.env.OUTLOOKMAIL_CLI ?? path.resolve(import.meta.dirname, '../../artifacts/bin/OutlookMail.Cli/debug_net10.0/outlookmail.dll');
const screenshots = process.env.SCREENSHOTS;
let folder, spy, server, sandbox, browser, page;
let spied = 0;

before(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sandbox-web-'));
  spy = http.createServer((_, answer) => { spied++; answer.end(); }).listen(0, '127.0.0.1');
  await once(spy, 'listening');
  const attack = `<p>Numbers inside</p><script>parent.document.title = "run"</script><img src="http://127.0.0.1:${spy.address().port}/spy.png">`;
  const seed = path.join(folder, 'report.eml');
  fs.writeFileSync(seed, `From: Bob <bob@contoso.test>\r\nTo: ada@contoso.test\r\nSubject: Report of the day\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n${attack}\r\n`);
  server = spawn('dotnet', [cli, 'sandbox', '--json', '--approval', 'Page', '--seed', seed], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(readline.createInterface({ input: server.stdout }), 'line');
  sandbox = JSON.parse(line);
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  page = await browser.newPage({ colorScheme: 'dark', viewport: { width: 1000, height: 800 } });
});

after(async () => {
  await browser?.close();
  server?.kill('SIGKILL');
  spy?.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

// Entra answers over HTTPS only, by a certificate of the sandbox's own CA, which is trusted for this request and nowhere else.
function post(where, form) {
  const body = new URLSearchParams(form).toString();
  return new Promise((resolve, reject) => {
    const request = https.request(`${sandbox.authority}/${sandbox.tenant}/oauth2/v2.0/${where}`, {
      method: 'POST', ca: sandbox.certificateAuthorityPem,
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': Buffer.byteLength(body) },
    }, async answer => {
      let text = '';
      for await (const chunk of answer) text += chunk;
      resolve({ status: answer.statusCode, body: answer.headers['content-type']?.startsWith('application/json') ? JSON.parse(text) : text });
    });
    request.on('error', reject);
    request.end(body);
  });
}

const askForCode = () => post('devicecode', { client_id: sandbox.clientId, scope: 'https://outlook.office.com/IMAP.AccessAsUser.All offline_access' });
const poll = code => post('token', { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', client_id: sandbox.clientId, device_code: code });
const picture = async name => { if (screenshots) await page.screenshot({ path: path.join(screenshots, `${name}.png`), fullPage: true }); };

test('a person types the code, sees what the app asks for, and accepts', async () => {
  const { body: code } = await askForCode();
  assert.equal((await poll(code.device_code)).body.error, 'authorization_pending');

  await page.goto(code.verification_uri);
  assert.match(await page.title(), /SANDBOX/);
  await page.getByLabel('Code').fill(code.user_code);
  await picture('1-code');
  await page.getByRole('button', { name: 'Next' }).click();
  assert.match(await page.locator('.permissions').innerText(), /IMAP\.AccessAsUser\.All/);
  await page.getByLabel('Account').selectOption('bob@contoso.test');
  await picture('2-consent');
  await page.getByRole('button', { name: 'Accept' }).click();
  assert.match(await page.getByRole('status').innerText(), /bob@contoso\.test/);

  const { body: token } = await poll(code.device_code);
  const claims = JSON.parse(Buffer.from(token.access_token.split('.')[1], 'base64url'));
  assert.equal(claims.upn, 'bob@contoso.test');
});

test('a person who cancels is a refusal to the app', async () => {
  const { body: code } = await askForCode();
  await page.goto(`${code.verification_uri}?user_code=${code.user_code}`);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('heading', { name: 'Sign-in cancelled' }).waitFor();
  assert.equal((await poll(code.device_code)).body.error, 'authorization_declined');
});

test('a wrong code is said to be wrong, by an alert', async () => {
  await page.goto(`${sandbox.webPage}/device`);
  await page.getByLabel('Code').fill('NOTACODE1');
  await page.keyboard.press('Enter');
  assert.match(await page.getByRole('alert').innerText(), /AADSTS70018/);
});

test('a mail is read, and nothing in it runs or is loaded', async () => {
  await page.goto(sandbox.webPage);
  await page.getByRole('link', { name: 'Mail', exact: true }).click();
  await page.getByRole('link', { name: 'Report of the day' }).click();
  await page.frameLocator('iframe').getByText('Numbers inside').waitFor();
  await page.waitForLoadState('networkidle');
  await picture('3-mail');
  assert.equal(spied, 0);
  assert.match(await page.title(), /SANDBOX/);
});

test('a fault that is switched on is met once', async () => {
  await page.goto(`${sandbox.webPage}/faults`);
  const row = page.getByRole('row', { name: /EntraUnavailable/ });
  await row.getByRole('button', { name: 'Set', exact: true }).click();
  await row.getByText('next 1').waitFor();
  await picture('4-faults');
  assert.equal((await askForCode()).status, 503);
  assert.equal((await askForCode()).status, 200);
});

test('Ctrl+C ends the command with exit code 0', async () => {
  server.kill('SIGINT');
  const [code] = await once(server, 'exit');
  assert.equal(code, 0);
});
