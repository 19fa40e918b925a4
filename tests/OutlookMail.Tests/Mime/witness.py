"""Reads every file of a folder with Python's own email package and prints what it sees, one JSON object a line."""
import email, email.policy, hashlib, json, os, sys

folder = sys.argv[1]


def leaves(part):
    if part.get_content_type() == 'message/rfc822':
        yield from leaves(part.get_payload(0))
    elif part.is_multipart():
        for child in part.get_payload():
            yield from leaves(child)
    else:
        content = part.get_payload(decode=True)
        if part.get_content_maintype() == 'text':
            content = content.decode(part.get_content_charset() or 'us-ascii').encode('utf-8')
        yield dict(type=part.get_content_type(), name=part.get_filename() or '', hash=hashlib.sha256(content).hexdigest())


for name in sorted(os.listdir(folder)):
    with open(os.path.join(folder, name), 'rb') as file:
        message = email.message_from_bytes(file.read(), policy=email.policy.default)
    to = message['to'].addresses if message['to'] else ()
    print(json.dumps(dict(
        subject=str(message['subject'] or ''),
        to=[dict(name=a.display_name, address=a.addr_spec) for a in to],
        date=int(message['date'].datetime.timestamp()),
        parts=list(leaves(message)),
        defects=[str(d) for p in message.walk() for d in p.defects])))
