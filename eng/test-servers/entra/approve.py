#!/usr/bin/env python3
"""Approves (or denies) a device code by plain HTTP, as a browser would. The requests are listed in ../README.md.
usage: approve.py ROOT VERIFICATION_URI USER_CODE alice@contoso.test [deny]
"""
import html, http.cookiejar, re, ssl, sys, urllib.parse, urllib.request


def approve(root, uri, code, user, deny=False, log=lambda line: None):
    opener = urllib.request.build_opener(
        urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=root + '/tls/ca.pem')),
        urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def fetch(url, form=None):
        with opener.open(url, urllib.parse.urlencode(form).encode() if form is not None else None) as r:
            return r.geturl(), r.read().decode()

    url, page = fetch(uri)
    while form := re.search(r'<form[^>]*action="([^"]*)".*?</form>', page, re.S):
        fields = {}
        for tag in re.findall(r'<input[^>]*>', form[0]):
            name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
            if name: fields[name[1]] = html.unescape(value[1]) if value else ''
        if 'user_code' in fields: fields['user_code'] = code
        if 'confirm' in fields and deny: del fields['confirm']; fields['abort'] = 'yes'
        if 'login' in fields: fields.update(login=user, password='any')
        log(f'{urllib.parse.urlparse(url).path} <- {fields}')
        url, page = fetch(urllib.parse.urljoin(url, html.unescape(form[1])), fields)
        if 'abort' in fields: break   # the page after it is the empty input form again
    text = ' '.join(re.sub(r'<(style|script).*?</\1>|<[^>]+>', ' ', page, flags=re.S).split())
    log(text[-120:])
    return text


if __name__ == '__main__':
    print(approve(*sys.argv[1:5], deny='deny' in sys.argv[5:], log=lambda line: print(line, file=sys.stderr)))
