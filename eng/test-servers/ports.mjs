// node ports.mjs free COUNT HOST...      prints free ports, each free on every HOST
// node ports.mjs wait CONFIG.json [s]    returns when every server in it answers, not merely listens; exit 1: says which does not
import fs from 'node:fs';
import net from 'node:net';
import tls from 'node:tls';

const [command, ...args] = process.argv.slice(2);

async function free(count, hosts) {
  const isFree = (port, host) => new Promise((done) => {
    const s = net.createServer().once('error', () => done(false)).listen(port, host, () => s.close(() => done(true)));
  });
  const found = new Set();
  while (found.size < count) {   // below the ephemeral range, so that no outgoing connection takes one before the server does
    const port = 20000 + Math.floor(Math.random() * 12000);
    let ok = true;
    for (const host of hosts) ok &&= await isFree(port, host);
    if (ok) found.add(port);
  }
  console.log(...found);
}

function answers(port, expected, { ca, say } = {}) {
  return new Promise((done) => {
    let text = '';
    const socket = ca ? tls.connect({ port, host: '127.0.0.1', servername: 'localhost', ca }) : net.connect(port, '127.0.0.1');
    const end = (result) => { done(result); socket.destroy(); };
    socket.setTimeout(2000, () => end(false)).on('error', () => end(false)).on('close', () => end(false))
      .on(ca ? 'secureConnect' : 'connect', () => say && socket.write(say))
      .on('data', (d) => { text += d; if (text.includes(expected)) end(true); });
  });
}

async function wait(file, seconds = 20) {
  const at = JSON.parse(fs.readFileSync(file)), ca = fs.readFileSync(at.caPath), deadline = Date.now() + seconds * 1000;
  const get = `GET /${at.tenant}/v2.0/.well-known/openid-configuration HTTP/1.0\r\nHost: ${new URL(at.entra).host}\r\n\r\n`;
  const checks = [['entra', +new URL(at.entra).port, '"issuer"', { ca, say: get }], ['imapStartTls', at.imapStartTls, '* OK'], ['imaps', at.imaps, '* OK', { ca }],
    ['smtpStartTls', at.smtpStartTls, '220 '], ['smtps', at.smtps, '220 ', { ca }], ['mx', at.mx, '220 '], ...(at.sink ? [['sink', at.sink, '220 ']] : [])];
  await Promise.all(checks.map(async ([name, ...check]) => {
    while (!await answers(...check)) {
      if (Date.now() > deadline) { console.error(`${name} (port ${check[0]}) does not answer`); process.exit(1); }
      await new Promise((r) => setTimeout(r, 30));
    }
  }));
}

await (command === 'free' ? free(+args[0], args.slice(1)) : wait(args[0], args[1]));
