#!/usr/bin/env python3
"""Prints an RS256 access token shaped like Exchange Online's (v1), signed with an instance's own key.
usage: mktoken.py ROOT user@contoso.test [expires_in_seconds=3600] [claim=value ...]     claim= leaves a claim out; kid= and typ= go to the header
"""
import base64, json, subprocess, sys, time, uuid


def b64(b): return base64.urlsafe_b64encode(b).rstrip(b'=').decode()


def make(root, user, expires_in=3600, **claims):
    at = json.load(open(root + '/servers.json'))
    now = int(time.time())
    header = {'typ': claims.pop('typ', 'JWT'), 'alg': 'RS256', 'kid': claims.pop('kid', 'k1')}
    body = {'aud': 'https://outlook.office365.com', 'iss': at['localIssuer'], 'iat': now - 5, 'nbf': now - 5, 'exp': now + expires_in,
            'appid': at['clientId'], 'appidacr': '0', 'oid': str(uuid.uuid5(uuid.NAMESPACE_DNS, user)), 'scp': 'IMAP.AccessAsUser.All SMTP.Send',
            'sub': b64(uuid.uuid5(uuid.NAMESPACE_URL, user).bytes), 'tid': at['tenant'], 'upn': user, 'unique_name': user, 'ver': '1.0', **claims}
    parts = [{k: v for k, v in part.items() if v != ''} for part in (header, body)]
    text = '.'.join(b64(json.dumps(p, separators=(',', ':')).encode()) for p in parts)
    sign = subprocess.run(['openssl', 'dgst', '-sha256', '-sign', at['signingKeyPath']], input=text.encode(), stdout=subprocess.PIPE, check=True)
    return text + '.' + b64(sign.stdout)


if __name__ == '__main__':
    root, user, *rest = sys.argv[1:]
    expires_in = next((int(a) for a in rest if '=' not in a), 3600)
    print(make(root, user, expires_in, **dict(a.split('=', 1) for a in rest if '=' in a)))
