#!/usr/bin/env python3
"""prove.py ROOT: signs in to the servers of an instance by IMAP, SMTP and OAuth; sends, reads and is refused."""
import base64, imaplib, json, os, smtplib, ssl, sys, time, urllib.error, urllib.parse, urllib.request, uuid
here = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [here, here + '/entra']
from approve import approve
from mktoken import make

root = sys.argv[1]
at = json.load(open(root + '/servers.json'))
tls = ssl.create_default_context(cafile=at['caPath'])
alice, bob = 'alice@contoso.test', 'bob@contoso.test'
fails = 0


def check(name, ok, shown=''):
    global fails
    fails += not ok
    print(f'{"PASS" if ok else "FAIL"} {name}', *([f'({shown})'] if shown or not ok else []))


# --- OAuth
def post(path, tenant=at['tenant'], **form):
    try:
        with urllib.request.urlopen(f'{at["entra"]}/{tenant}/oauth2/v2.0/{path}', urllib.parse.urlencode(form).encode(), context=tls) as r: return r.status, json.load(r)
    except urllib.error.HTTPError as e: return e.code, json.load(e)


def claims(jwt): return json.loads(base64.urlsafe_b64decode(jwt.split('.')[1] + '==='))


def refused(name, answer, error, number):
    check(name, answer[1].get('error') == error and answer[1].get('error_codes') == [number] and f'AADSTS{number}: ' in answer[1].get('error_description', ''), f'{answer[0]} {error} {number}' if answer[1].get('error') == error else answer)


def device(prefix, tenant=at['tenant'], user=alice, deny=False, extra=' offline_access openid profile email'):
    scope = f'{prefix}/IMAP.AccessAsUser.All {prefix}/SMTP.Send'
    _, code = post('devicecode', tenant, client_id=at['clientId'], scope=scope + extra)
    poll = dict(client_id=at['clientId'], scope=scope + extra, client_info='1', grant_type='device_code', device_code=code['device_code'])   # as MSAL does
    refused(f'device code at {prefix} under {tenant[:13]}: pending at first', post('token', tenant, **poll), 'authorization_pending', 70016)
    said = approve(root, code['verification_uri'], code['user_code'], user, deny)
    return code, said, post('token', tenant, **poll), poll


opaque = at['tokenCheck'] == 'introspect'
for prefix, tenant in (('https://outlook.office.com', at['tenant']), ('https://outlook.office365.com', 'organizations')):
    code, said, (status, got), poll = device(prefix, tenant)
    check('  approved by plain HTTP', status == 200, said[-40:] if status == 200 else (said, got))
    check('  answer names interval, message, no verification_uri_complete', code['interval'] == 1 and code['user_code'] in code['message'] and 'verification_uri_complete' not in code)
    check('  expires_in', got['expires_in'] == int(os.environ.get('ENTRA_AT_TTL', 3600)), got['expires_in'])
    check('  scope names what was granted', sorted(got['scope'].split()) == [f'{prefix}/IMAP.AccessAsUser.All', f'{prefix}/SMTP.Send'], got['scope'])
    idt = claims(got['id_token'])
    check('  id_token has email, preferred_username, oid, tid', (idt['email'], idt['preferred_username'], idt['tid']) == (alice, alice, at['tenant']) and idt['oid'])
    check('  client_info', json.loads(base64.urlsafe_b64decode(got['client_info'] + '===')) == {'uid': idt['oid'], 'utid': at['tenant']})
    if not opaque:
        c = claims(got['access_token'])
        check('  access token: aud, scp, upn', (c['aud'], c['scp'], c['upn']) == (prefix, 'IMAP.AccessAsUser.All SMTP.Send', alice), (c['aud'], c['scp'], c['upn']))
    refresh = dict(client_id=at['clientId'], grant_type='refresh_token', scope=poll['scope'], client_info='1', refresh_token=got['refresh_token'])
    status, again = post('token', tenant, **refresh)
    check('  refresh: new tokens, same scope', status == 200 and again['refresh_token'] != got['refresh_token'] and again['scope'] == got['scope'] and 'id_token' in again, '' if status == 200 else again)
    check('  the used refresh token lives on, as at Entra', post('token', tenant, **refresh)[0] == 200)
    check('  and needs no scope', post('token', tenant, client_id=at['clientId'], grant_type='refresh_token', refresh_token=got['refresh_token'])[1].get('scope') == got['scope'])
    token = again['access_token']
_, _, answer, poll = device('https://outlook.office.com', deny=True)
refused('a denied device code', answer, 'authorization_declined', 65004)
refused('a device code is used up', post('token', **poll), 'bad_verification_code', 70018)
ask = dict(client_id=at['clientId'], scope='https://graph.microsoft.com/User.Read offline_access')
refused('a Graph scope at /devicecode', post('devicecode', **ask), 'invalid_resource', 500011)
refused('a Graph scope at refresh', post('token', **{**refresh, 'scope': 'User.Read'}), 'invalid_resource', 500011)
refused('two resources in one token request', post('token', **{**refresh, 'scope': 'https://outlook.office.com/SMTP.Send User.Read'}), 'invalid_request', 28000)
refused('a wrong refresh token', post('token', **{**refresh, 'refresh_token': 'wrong'}), 'invalid_grant', 70000)
refused('an unknown tenant', post('devicecode', 'nowhere.test', **ask), 'invalid_request', 90002)
refused('an unknown app', post('devicecode', client_id='nobody', scope='openid'), 'unauthorized_client', 700016)
status, got = post('devicecode', client_id=at['clientId'], scope='https://outlook.office.com/.default offline_access')
check('.default asks for everything', status == 200, '' if status == 200 else got)
daemon = dict(client_id=at['daemonClientId'], grant_type='client_credentials', scope='https://outlook.office365.com/.default')
status, got = post('token', **daemon, client_secret=at['daemonClientSecret'])
check('client credentials', status == 200 and (opaque or claims(got['access_token'])['roles']), '' if status == 200 else got)
refused('a wrong client secret', post('token', **daemon, client_secret='wrong'), 'invalid_client', 7000215)
refused('no client secret', post('token', **daemon), 'invalid_client', 7000218)


# --- mail
def imap(user, token, mechanism='XOAUTH2', tls_at_once=True):
    c = imaplib.IMAP4_SSL('localhost', at['imaps'], ssl_context=tls) if tls_at_once else imaplib.IMAP4('localhost', at['imapStartTls'])
    if not tls_at_once: c.starttls(tls)
    challenges = []

    def respond(challenge):
        if challenge: challenges.append(challenge); return b''   # the refusal's JSON wants an empty answer
        return (f'user={user}\x01auth=Bearer {token}\x01\x01' if mechanism == 'XOAUTH2' else f'n,a={user},\x01host=localhost\x01auth=Bearer {token}\x01\x01').encode()
    try:
        if mechanism == 'PLAIN': c.login(user, token)
        else: c.authenticate(mechanism, respond)
        return c, None
    except imaplib.IMAP4.error as e: return None, f'{e} {b"".join(challenges).decode()}'


def smtp(user, token, tls_at_once=False):
    s = smtplib.SMTP_SSL('localhost', at['smtps'], context=tls) if tls_at_once else smtplib.SMTP('localhost', at['smtpStartTls'])
    if not tls_at_once: s.starttls(context=tls)
    s.ehlo('client.test')
    status, text = s.docmd('AUTH', 'XOAUTH2 ' + base64.b64encode(f'user={user}\x01auth=Bearer {token}\x01\x01'.encode()).decode())
    if status == 334: status, text = s.docmd('')
    return s, status, text.decode()


tokens = {'from the device flow': token} if opaque else {'from the device flow': token, 'from mktoken.py': make(root, alice)}
for name, t in tokens.items():
    for at_once in (True, False):
        c, error = imap(alice, t, tls_at_once=at_once)
        check(f'XOAUTH2 over {"IMAPS" if at_once else "IMAP + STARTTLS"}, token {name}', c is not None, error or '')
        s, status, text = smtp(alice, t, at_once)
        check(f'XOAUTH2 over {"SMTPS" if at_once else "SMTP + STARTTLS"}, token {name}', status == 235, f'{status} {text}')
        s.quit()
check('OAUTHBEARER', imap(alice, token, 'OAUTHBEARER')[0] is not None)
check('PLAIN', imap(alice, 'alice-pw', 'PLAIN')[0] is not None)

s, _, _ = smtp(alice, token)
mark = uuid.uuid4().hex
s.sendmail(alice, [bob, 'dave@fabrikam.test', 'someone@sink.test'], f'From: {alice}\r\nTo: {bob}\r\nSubject: {mark}\r\n\r\nhello bob\r\n')
try: s.sendmail(alice, ['nobody@contoso.test'], 'Subject: x\r\n\r\n'); check('unknown recipient refused', False)
except smtplib.SMTPRecipientsRefused as e: check('unknown recipient refused', True, list(e.recipients.values())[0])
for user in (bob, 'dave@fabrikam.test'):
    c, error = imap(user, user.split('@')[0] + '-pw', 'PLAIN')
    start, found = time.time(), b''
    while not found and time.time() < start + 10:
        c.select('INBOX')
        found = c.search(None, 'SUBJECT', mark)[1][0]
        if not found: time.sleep(.05)
    body = c.fetch(found.split()[0], '(BODY.PEEK[])')[1][0][1] if found else b''
    check(f'mail from alice reads back at {user}', b'hello bob' in body, f'after {time.time() - start:.2f} s')
c, error = imap('bench@contoso.test', 'bench-pw', 'PLAIN')
check('bench can append', c is not None and c.append('INBOX', None, None, b'Subject: x\r\n\r\ny\r\n')[0] == 'OK', error or '')

bad = {'nonsense': 'opaque-token', 'empty': ''} if opaque else {
    'expired': make(root, alice, -10), "bob's": make(root, bob), 'of another issuer': make(root, alice, iss='https://evil.test/'),
    'of an unknown key': make(root, alice, kid='zz'), 'tampered with': make(root, alice)[:-6] + 'AAAAAA', 'without upn': make(root, alice, upn='')}
for name, t in bad.items():
    c, error = imap(alice, t)
    check(f'IMAP refuses a token that is {name}', c is None, error or '')
    s, status, text = smtp(alice, t)
    check(f'SMTP refuses a token that is {name}', status in (535, 454), f'{status} {text}'); s.close()
c = imaplib.IMAP4('127.0.0.2', at['imapStartTls'])
check('127.0.0.2: LOGINDISABLED before STARTTLS', 'LOGINDISABLED' in c.capabilities); c.shutdown()
s = smtplib.SMTP('localhost', at['smtpStartTls']); s.ehlo('client.test')
check('submission wants STARTTLS', s.docmd('MAIL', f'FROM:<{alice}>')[0] == 530); s.close()
if at['sink']:
    s = smtplib.SMTP('localhost', at['sink'])
    check('sink swallows mail', s.sendmail(alice, [bob], 'Subject: x\r\n\r\ny\r\n') == {}); s.quit()
s = smtplib.SMTP('localhost', at['mx'])
check('mx takes mail for a known user without sign-in', s.sendmail('x@outside.test', [bob], 'Subject: x\r\n\r\ny\r\n') == {}); s.quit()
print(f'{fails} failed')
sys.exit(fails > 0)
