// An Entra-shaped OpenID Connect server made of panva/oidc-provider, for tests on loopback.
//   node server.mjs ROOT        reads ROOT/etc/servers.json, ROOT/tls and ROOT/signing (see up.sh)
// Environment, all optional: ENTRA_AT_TTL=3600 (s), ENTRA_INTERVAL=1 (s; empty: send none), ENTRA_OPAQUE=1 (access
// tokens as personal accounts have them), ENTRA_CLIENT_INFO=0, ENTRA_REVOKE_USED_RT=1 (Entra leaves used ones alive).
import crypto from 'node:crypto';
import fs from 'node:fs';
import https from 'node:https';
import { Provider } from 'oidc-provider';

const root = process.argv[2];
const at = JSON.parse(fs.readFileSync(`${root}/etc/servers.json`));
const { entra: base, tenant: TID } = at;
const issuer = `${base}/${TID}/v2.0`;
const env = (name, preset) => process.env[`ENTRA_${name}`] ?? preset;
const users = new Set(at.users);
const uuid = (s) => { const h = crypto.createHash('sha256').update(s).digest('hex'); return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-8${h.slice(17, 20)}-${h.slice(20, 32)}`; };

// One resource (Exchange) under its two names; the prefix that the client asks with becomes the token's aud.
const EXCHANGE = ['https://outlook.office.com', 'https://outlook.office365.com'];
const PERMISSIONS = ['IMAP.AccessAsUser.All', 'SMTP.Send', 'POP.AccessAsUser.All'];
const OIDC = ['openid', 'offline_access', 'profile', 'email'];
const scopesOf = (resource) => PERMISSIONS.map((p) => `${resource}/${p}`);
const words = (s) => (s ?? '').split(' ').filter(Boolean);
const resourceIn = (scope) => EXCHANGE.find((r) => words(scope).some((s) => s.startsWith(`${r}/`)));

const jwk = crypto.createPrivateKey(fs.readFileSync(at.signingKeyPath)).export({ format: 'jwk' });
const provider = new Provider(issuer, {
  jwks: { keys: [{ ...jwk, kid: 'k1', alg: 'RS256', use: 'sig' }] },
  clients: [
    { client_id: at.clientId, application_type: 'native', token_endpoint_auth_method: 'none', redirect_uris: ['http://localhost'], response_types: ['code'],
      grant_types: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token', 'authorization_code'] },
    { client_id: at.daemonClientId, client_secret: at.daemonClientSecret, token_endpoint_auth_method: 'client_secret_post', redirect_uris: [], response_types: [], grant_types: ['client_credentials'] },
    { client_id: 'dovecot', client_secret: 'dovecot-secret', token_endpoint_auth_method: 'client_secret_basic', introspection_endpoint_auth_method: 'client_secret_basic', redirect_uris: [], response_types: [], grant_types: [] },
  ],
  scopes: [...OIDC, ...EXCHANGE.flatMap(scopesOf)],
  // MSAL: without preferred_username the account is called "Missing from the token response"; without tid the first
  // silent call under /organizations/ misses its cache.
  claims: { openid: ['sub', 'oid', 'tid', 'upn', 'ver'], profile: ['name', 'preferred_username'], email: ['email'] },
  conformIdTokenClaims: false,
  findAccount: (ctx, id) => (users.has(id) ? { accountId: id, claims: () => ({ sub: id, oid: uuid(id), tid: TID, preferred_username: id, upn: id, name: id.split('@')[0], email: id, ver: '2.0' }) } : undefined),
  features: {
    devInteractions: { enabled: true },   // sign-in pages that take any password
    deviceFlow: { enabled: true, mask: '*********', charset: 'base-20' },
    clientCredentials: { enabled: true }, introspection: { enabled: true }, revocation: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: (ctx, client, granted) => resourceIn(ctx.oidc.params.scope) ?? [granted ?? EXCHANGE[0]].flat()[0],
      useGrantedResource: () => true,
      getResourceServerInfo: (ctx, resource) => ({ scope: [...scopesOf(resource), `${resource}/.default`].join(' '), audience: resource,
        accessTokenFormat: env('OPAQUE') === '1' ? 'opaque' : 'jwt', jwt: { sign: { alg: 'RS256', kid: 'k1' } } }),
    },
  },
  formats: { customizers: { jwt: (ctx, token, jwt) => {
    jwt.header = { typ: 'JWT' };   // oidc-provider says at+jwt; Entra says JWT and Dovecot 2.3.19 takes nothing else
    const id = token.accountId;
    Object.assign(jwt.payload, { tid: TID, ver: '1.0', appid: token.clientId, appidacr: id ? '0' : '1', nbf: jwt.payload.iat });
    if (id) Object.assign(jwt.payload, { upn: id, unique_name: id, oid: uuid(id), scp: words(jwt.payload.scope).map((s) => s.split('/').pop()).join(' ') });
    else Object.assign(jwt.payload, { roles: ['IMAP.AccessAsApp', 'SMTP.SendAsApp'], oid: uuid(token.clientId), sub: uuid(token.clientId) });
    delete jwt.payload.scope;
  } } },
  extraTokenClaims: (ctx, token) => (token.accountId ? { upn: token.accountId } : undefined),   // for introspection
  issueRefreshToken: (ctx, client) => client.grantTypeAllowed('refresh_token'),
  rotateRefreshToken: true,
  ttl: { AccessToken: +env('AT_TTL', 3600), ClientCredentials: +env('AT_TTL', 3600), DeviceCode: 900, IdToken: 3600, RefreshToken: 86400 * 90, Grant: 86400 * 90, Session: 86400, Interaction: 3600 },
  routes: { authorization: `/${TID}/oauth2/v2.0/authorize`, token: `/${TID}/oauth2/v2.0/token`, device_authorization: `/${TID}/oauth2/v2.0/devicecode`,
    code_verification: `/${TID}/oauth2/deviceauth`, jwks: `/${TID}/discovery/v2.0/keys`, introspection: `/${TID}/oauth2/v2.0/introspect`,
    revocation: `/${TID}/oauth2/v2.0/revoke`, userinfo: `/${TID}/oidc/userinfo`, end_session: `/${TID}/oauth2/v2.0/logout` },
  cookies: { keys: ['outlookmail-tests'] }, clientBasedCORS: () => false,
});
// Entra gives a new refresh token at every redemption and leaves the used one alive; oidc-provider would revoke everything
// when a used one comes back.
if (env('REVOKE_USED_RT') !== '1') provider.RefreshToken.prototype.consume = async () => {};
provider.on('server_error', (ctx, e) => console.error('server_error', e));
provider.on('grant.error', (ctx, e) => e.error === 'authorization_pending' || console.error('grant.error', e.error, e.error_description, e.error_detail ?? ''));

// Entra's error body. error_description is optional in RFC 6749, but without it MSAL throws ArgumentNullException.
function entraError(error, code, text, extra = {}) {
  const [trace_id, correlation_id] = [crypto.randomUUID(), crypto.randomUUID()], timestamp = new Date().toISOString().slice(0, 19).replace('T', ' ') + 'Z';
  return { ...extra, error, error_description: `AADSTS${code}: ${text}\r\nTrace ID: ${trace_id}\r\nCorrelation ID: ${correlation_id}\r\nTimestamp: ${timestamp}`, error_codes: [code], timestamp, trace_id, correlation_id };
}
// What oidc-provider says -> what Entra says: [error, AADSTS number].
function translate(j, form) {
  const device = form.get('grant_type')?.endsWith('device_code');
  const found = {
    authorization_pending: ['authorization_pending', 70016], expired_token: ['expired_token', 70019], access_denied: ['authorization_declined', 65004],
    invalid_client: ['invalid_client', form.has('client_secret') ? 7000215 : 7000218], invalid_scope: ['invalid_scope', 70011], invalid_target: ['invalid_resource', 500011],
    invalid_grant: device ? ['bad_verification_code', 70018] : ['invalid_grant', 70000],
  }[j.error] ?? [j.error, 900144];
  return entraError(...found, j.error_description ?? j.error);
}
// What Entra refuses about scopes before anything else; oidc-provider would silently drop what it does not know.
function refuse(form, isToken) {
  const asked = words(form.get('scope')).filter((s) => !OIDC.includes(s)), grant = form.get('grant_type');
  const resources = new Set(asked.map((s) => (s.includes('://') ? s.slice(0, s.lastIndexOf('/')) : 'https://graph.microsoft.com')));   // no prefix means Graph
  if (![at.clientId, at.daemonClientId].includes(form.get('client_id'))) return entraError('unauthorized_client', 700016, `Application with identifier '${form.get('client_id')}' was not found in the directory 'Contoso'.`);
  if (grant === 'client_credentials' && asked.some((s) => !s.endsWith('/.default'))) return entraError('invalid_scope', 1002012, 'Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).');
  if (resources.size > 1 && isToken) return entraError('invalid_request', 28000, 'Provided value for the input parameter scope is not valid because it contains more than one resource.');
  for (const r of resources) if (!EXCHANGE.includes(r)) return entraError('invalid_resource', 500011, `The resource principal named ${r} was not found in the tenant named Contoso.`);
  const known = new Set(EXCHANGE.flatMap((r) => [...scopesOf(r), `${r}/.default`])), strange = asked.find((s) => !known.has(s));
  if (strange) return entraError('invalid_scope', 70011, `The provided value for the input parameter 'scope' is not valid. The scope ${strange} is not valid.`);
}

const answer = (res, status, body) => { res.writeHead(status, { 'content-type': 'application/json' }); res.end(JSON.stringify(body)); };
const pass = provider.callback();
async function serve(req, res) {
  const url = new URL(req.url, base);
  const [, tenant, ...rest] = url.pathname.split('/');
  if (/^(organizations|common|contoso\.test)$/i.test(tenant)) url.pathname = ['', TID, ...rest].join('/');
  else if (rest[0] === 'oauth2' && tenant !== TID) return answer(res, 400, entraError('invalid_request', 90002, `Tenant '${tenant}' not found.`));
  if (url.pathname === `/${TID}/v2.0/.well-known/openid-configuration`) url.pathname = '/.well-known/openid-configuration';
  // the only prompt with which oidc-provider keeps offline_access, and it does not know MSAL's select_account
  if (url.pathname.endsWith('/v2.0/authorize')) url.searchParams.set('prompt', 'consent');
  req.url = url.pathname + url.search;
  const isToken = url.pathname.endsWith('/v2.0/token'), isDevice = url.pathname.endsWith('/v2.0/devicecode');
  if (!isToken && !isDevice) return pass(req, res);

  const chunks = []; for await (const c of req) chunks.push(c);
  const form = new URLSearchParams(Buffer.concat(chunks).toString());
  const refused = refuse(form, isToken);
  if (refused) return answer(res, 400, refused);
  if (form.get('grant_type') === 'device_code') form.set('grant_type', 'urn:ietf:params:oauth:grant-type:device_code');   // MSAL's short name, which Entra takes
  const asked = form.get('scope');
  if (asked && form.get('grant_type') !== 'client_credentials')   // .default: everything consented to
    form.set('scope', [...new Set(words(asked).flatMap((s) => (s.endsWith('/.default') ? scopesOf(resourceIn(asked)) : s)))].join(' '));
  req.body = Object.fromEntries(form);   // oidc-provider takes an already parsed body
  const end = res.end.bind(res);
  res.end = (data, ...more) => {
    let j; try { j = JSON.parse(data.toString()); } catch { return end(data, ...more); }
    if (j.error) j = translate(j, form);
    else if (isDevice) {
      delete j.verification_uri_complete;   // Entra has none
      if (env('INTERVAL', '1') !== '') j.interval = +env('INTERVAL', '1');   // without one MSAL polls without pause
      j.message = `To sign in, use a web browser to open the page ${j.verification_uri} and enter the code ${j.user_code} to authenticate.`;
    } else {
      j.ext_expires_in = j.expires_in;
      if (j.id_token && env('CLIENT_INFO') !== '0' && form.get('client_info')) {   // without it MSAL refreshes under the wrong tenant
        const c = JSON.parse(Buffer.from(j.id_token.split('.')[1], 'base64url'));
        j.client_info = Buffer.from(JSON.stringify({ uid: c.oid, utid: TID })).toString('base64url');
      }
    }
    const out = Buffer.from(JSON.stringify(j));
    res.setHeader('content-length', out.length);
    return end(out, ...more);
  };
  return pass(req, res);
}
const tls = { key: fs.readFileSync(`${root}/tls/localhost.key`), cert: fs.readFileSync(`${root}/tls/localhost.pem`) };
const port = +new URL(base).port;
https.createServer(tls, (req, res) => serve(req, res).catch((e) => { console.error(e); answer(res, 500, entraError('server_error', 90033, e.message)); }))
  .listen(port, '127.0.0.1', () => console.log('listening', base, 'issuer', issuer));
