#!/usr/bin/python3
"""Tokens against an independent JOSE library (jwcrypto): what it signs is accepted, what it is not is refused, and it accepts ours."""
import base64
import json
import subprocess
import sys

from jwcrypto import jwk, jws

DRIVER = sys.argv[1]
ISSUER, AUDIENCE, NOW = 'https://id.example', 'wuye', 1_800_000_000
USER, FIRM = '01890a5d-ac96-774b-bcce-b302099a8057', '01890a5d-ac96-774b-bcce-b302099a8058'
failures = 0


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b'=').decode()


def claims(**changes):
    whole = {'iss': ISSUER, 'aud': AUDIENCE, 'sub': USER, 'name': '李', 'iat': NOW, 'exp': NOW + 900, 'role': 'street',
             'district': '150202', 'street': '150202001'}
    whole.update(changes)
    return {name: value for name, value in whole.items() if value is not None}


def sign(key, payload=None, header=None, raw_payload=None):
    head = {'alg': key.get('alg'), 'kid': key.get('kid'), 'typ': 'JWT'}
    head.update(header or {})
    head = {name: value for name, value in head.items() if value is not None}
    token = jws.JWS(raw_payload if raw_payload is not None else json.dumps(payload or claims()).encode())
    token.allowed_algs = ['ES256', 'ES384', 'ES512', 'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'EdDSA', 'HS256']
    token.add_signature(key, None, json.dumps(head))
    return token.serialize(compact=True)


def verify(keys, tokens, now=NOW):
    public = json.dumps({'keys': keys})
    done = subprocess.run([DRIVER, 'verify', ISSUER, AUDIENCE, str(now)], input='\n'.join([public, *tokens]) + '\n', text=True, capture_output=True)
    if done.returncode != 0:
        sys.exit(f'driver: {done.returncode}\n{done.stderr}')
    return [json.loads(line) for line in done.stdout.splitlines()]


def check(what, good, seen=None):
    global failures
    if not good:
        failures += 1
        print(f'not ok: {what}: {seen}')


def public(key, **changes):
    whole = {**key.export_public(as_dict=True), 'use': 'sig', **changes}
    return {name: value for name, value in whole.items() if value is not None}


ec = jwk.JWK.generate(kty='EC', crv='P-256', kid='ec', alg='ES256')
ec384 = jwk.JWK.generate(kty='EC', crv='P-384', kid='ec384', alg='ES384')
ec521 = jwk.JWK.generate(kty='EC', crv='P-521', kid='ec521', alg='ES512')
rs = jwk.JWK.generate(kty='RSA', size=2048, kid='rs', alg='RS256')
ps = jwk.JWK.generate(kty='RSA', size=3072, kid='ps', alg='PS256')
ps512 = jwk.JWK.generate(kty='RSA', size=2048, kid='ps512', alg='PS512')
ed = jwk.JWK.generate(kty='OKP', crv='Ed25519', kid='ed', alg='EdDSA')
small = jwk.JWK.generate(kty='RSA', size=1024, kid='small', alg='RS256')
secret = jwk.JWK.generate(kty='oct', size=256, kid='secret', alg='HS256')
every = [ec, ec384, ec521, rs, ps, ps512, ed]
keys = [public(key) for key in every]

# Accepted, each kind of key; the second time from the cache.
tokens = [sign(key) for key in every]
for key, answer in zip(every * 2, verify(keys, tokens * 2)):
    check(f'{key.get("alg")} accepted', answer['fault'] == 'ok' and answer['street'] == '150202001' and answer['name'] == '李' and answer['user'] == USER, answer)
# Many signatures of one curve: r and s with leading zeros.
for answer in verify(keys, [sign(ec, claims(jti=str(i))) for i in range(600)]):
    check('ES256 with any r and s', answer['fault'] == 'ok', answer)


def refused(what, token, fault=None, trusted=None, now=NOW):
    answer = verify(trusted or keys, [token], now)[0]
    check(what, answer['fault'] != 'ok' and (fault is None or fault in answer['fault']), answer['fault'])


def accepted(what, token, trusted=None, now=NOW, **expected):
    answer = verify(trusted or keys, [token], now)[0]
    check(what, answer['fault'] == 'ok' and all(answer[name] == value for name, value in expected.items()), answer)


# The algorithm is the key's.
under = jwk.JWK(**{**ps512.export(as_dict=True), 'alg': 'RS256'})
refused('RS256 under a key for PS512', sign(under, header={'alg': 'RS256'}), 'signature')
refused('RS512 under a key for PS512', sign(under, header={'alg': 'RS512'}), 'signature')
under = jwk.JWK(**{**rs.export(as_dict=True), 'alg': 'PS256'})
refused('PS256 under a key for RS256', sign(under, header={'alg': 'PS256'}), 'signature')
confused = jwk.JWK(kty='oct', k=b64(rs.export_to_pem()), kid='rs', alg='HS256')
refused('HS256 with the public key as secret', sign(confused), 'malformed')
refused('HS256 under a trusted symmetric key', sign(secret), trusted=[*keys, secret.export(as_dict=True)])
head, body, mark = sign(ec).split('.')
for algorithm in ('none', 'None', 'NONE', ''):
    bare = b64(json.dumps({'alg': algorithm, 'kid': 'ec', 'typ': 'JWT'}).encode())
    refused(f'alg {algorithm!r} with no signature', f'{bare}.{body}.', 'malformed')
    refused(f'alg {algorithm!r} with a signature', f'{bare}.{body}.{mark}', 'malformed')
refused('another key under a known kid', sign(jwk.JWK.generate(kty='EC', crv='P-256', kid='ec', alg='ES256')), 'signature')
refused('an unknown kid', sign(jwk.JWK.generate(kty='EC', crv='P-256', kid='who', alg='ES256')), 'unknown key')
accepted('two keys of one kid', sign(ec), trusted=[public(ed, kid='ec'), public(jwk.JWK.generate(kty='EC', crv='P-256', kid='ec', alg='ES256')), *keys])

# Which keys are trusted at all.
refused('a key below 2048 bits', sign(small), 'unknown key', trusted=[public(small)])
refused('a key for encryption', sign(ec), 'unknown key', trusted=[public(ec, use='enc')])
refused('a key with key_ops without verify', sign(ec), 'unknown key', trusted=[public(ec, key_ops=['encrypt'])])
refused('a key with key_ops that is no list', sign(ec), 'unknown key', trusted=[public(ec, key_ops='verify')])
accepted('a key with key_ops verify', sign(ec), trusted=[public(ec, use=None, key_ops=['verify'])])
refused('a key without alg', sign(ec), 'unknown key', trusted=[public(ec, alg=None)])
refused('a key without kid', sign(ec), 'unknown key', trusted=[public(ec, kid=None)])
refused('a key with the alg of another type', sign(rs), 'unknown key', trusted=[public(rs, alg='ES256')])
refused('an RSA key with exponent 1', sign(rs), 'unknown key', trusted=[public(rs, e='AQ')])

# The header.
refused('crit', sign(ec, header={'crit': ['b64'], 'b64': True}), 'malformed')
refused('typ missing', sign(ec, header={'typ': None}), 'malformed')
refused('typ of something else', sign(ec, header={'typ': 'logout+jwt'}), 'malformed')
accepted('typ at+jwt', sign(ec, header={'typ': 'at+jwt'}))
refused('kid missing', sign(ec, header={'kid': None}), 'malformed')
refused('a header that brings its key', sign(ec, header={'jwk': ec.export_public(as_dict=True)}), 'malformed')
refused('a header that points to its key', sign(ec, header={'jku': 'http://127.0.0.1/'}), 'malformed')
refused('zip', sign(ec, header={'zip': 'DEF'}), 'malformed')
accepted('a header with x5t', sign(ec, header={'x5t': 'abc'}))
refused('a header over 1 KiB', sign(ec, header={'note': 'x' * 1024}), 'malformed')
refused('a token over 8 KiB', sign(ec, claims(note='x' * 8192)), 'too long')
accepted('a token of nearly 8 KiB', sign(ec, claims(note='x' * 5500)))

# The three parts, to the letter.
token = sign(ec)
for what, spelt in {
    'padding': f'{head}=.{body}.{mark}', 'padding of the signature': f'{head}.{body}.{mark}==', 'a space': f' {token}', 'a trailing space': f'{token} ',
    'two parts': f'{head}.{body}', 'four parts': f'{token}.', 'five parts': f'{token}.{mark}.{mark}', 'an empty header': f'.{body}.{mark}', 'an empty payload': f'{head}..{mark}',
    'no signature': f'{head}.{body}.', 'standard base64': token.replace('-', '+').replace('_', '/') + '+', 'nothing': '.', 'dots': '..', 'JSON form': json.dumps({'payload': body}),
}.items():
    refused(what, spelt, 'malformed')
letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
for bit in (1, 2, 4, 8):
    sloppy = mark[:-1] + letters[letters.index(mark[-1]) ^ bit]
    refused('a signature with other last bits', f'{head}.{body}.{sloppy}')
for at in range(0, len(token), 7):
    changed = token[:at] + ('A' if token[at] != 'A' else 'B') + token[at + 1:]
    refused(f'a token changed at {at}', changed)
refused('r and s of zero', f'{head}.{body}.{b64(bytes(64))}')
refused('a DER signature', f'{head}.{body}.{b64(bytes.fromhex("3006020101020101"))}')
duplicate = json.dumps(claims())[:-1].encode() + b', "role": "district"}'
refused('a claim twice', sign(ec, raw_payload=duplicate), 'malformed')
refused('a payload that is no object', sign(ec, raw_payload=b'[]'), 'malformed')
refused('a payload that is no JSON', sign(ec, raw_payload=b'{'), 'malformed')
refused('a deep payload', sign(ec, raw_payload=b'{"a":' * 900 + b'1' + b'}' * 900), 'malformed')
refused('a payload with NUL', sign(ec, raw_payload=json.dumps(claims(name='a\0b')).encode()), 'malformed')
refused('a payload that is no UTF-8', sign(ec, raw_payload=json.dumps(claims()).encode()[:-1] + b', "x": "\xff"}'), 'malformed')

# Times.
refused('expired', sign(ec), 'expired', now=NOW + 930)
accepted('within the leeway', sign(ec), now=NOW + 929)
refused('not yet', sign(ec, claims(nbf=NOW + 31)), 'not valid yet')
accepted('nbf within the leeway', sign(ec, claims(nbf=NOW + 30)))
refused('issued in the future', sign(ec, claims(iat=NOW + 31)), 'not valid yet')
refused('no exp', sign(ec, claims(exp=None)), 'malformed')
for what, value in {'text': str(NOW + 900), 'a fraction': NOW + 0.5, 'true': True, 'huge': 2**62, 'negative': -1}.items():
    refused(f'exp that is {what}', sign(ec, claims(exp=value)))
refused('exp beyond int64', sign(ec, raw_payload=json.dumps(claims()).replace(str(NOW + 900), '1' + '0' * 30).encode()), 'malformed')

# Who it is from and for.
accepted('an epoch', sign(ec, claims(epoch=12)))
for value in (-1, '1', 1.5, True, [1], {}):
    refused(f'epoch {value}', sign(ec, claims(epoch=value)), 'malformed')
refused('another issuer', sign(ec, claims(iss='https://id.example/')), 'another issuer')
refused('no issuer', sign(ec, claims(iss=None)), 'another issuer')
for value in ('other', None, [], ['other'], {'wuye': 1}, ['wuye', 1], 'wuye2', ['x'] * 17 + ['wuye']):
    refused(f'audience {value}', sign(ec, claims(aud=value)), 'another audience')
accepted('a list of audiences', sign(ec, claims(aud=['other', 'wuye'])))
for value in ('me', None, 1, USER[:-1]):
    refused(f'subject {value}', sign(ec, claims(sub=value)), 'malformed')
accepted('an upper-case subject', sign(ec, claims(sub=USER.upper())), user=USER)
accepted('a long name is cut between characters', sign(ec, claims(name='张' * 40)), name='张' * 21)
refused('a name with a control character', sign(ec, claims(name='a\nb')), 'malformed')

# Roles and their scopes.
scopes = {'district': [], 'hotline': [], 'platform': [], 'street': ['street'], 'community': ['street', 'community'], 'company': ['firm']}
whole = {'district': '150202', 'street': '150202001', 'community': '150202001001', 'firm': FIRM}
for role, needs in scopes.items():
    answer = verify(keys, [sign(ec, claims(role=role, **whole))])[0]
    check(f'{role}: its own scope and nothing else', answer['fault'] == 'ok' and all((answer[name] != '') == (name in needs or name == 'district') for name in whole), answer)
    for missing in ['district', *needs]:
        refused(f'{role} without {missing}', sign(ec, claims(role=role, **{**whole, missing: None})), 'role')
        for wrong in ('', '15020', 'abcdef', '1502021', 150202, "150202'--", '1502020010011', '１５０２０２'):
            refused(f'{role} with {missing} {wrong!r}', sign(ec, claims(role=role, **{**whole, missing: wrong})), 'role')
for role in ('public', 'admin', 'District', '', None, ['district'], 'wuye_owner'):
    refused(f'role {role}', sign(ec, claims(role=role, **whole)), 'role')

# Ours, read by the other library.
lines = subprocess.run([DRIVER, 'sign', ISSUER, AUDIENCE, str(NOW), '300'], text=True, capture_output=True, check=True).stdout.splitlines()
for key_text, token in zip(lines[::2], lines[1::2]):
    key = jwk.JWK.from_json(key_text)
    check('the key is public', not key.has_private and set(json.loads(key_text)) == {'kty', 'crv', 'x', 'y', 'kid', 'alg', 'use'}, key_text)
    check('kid is the thumbprint', key.get('kid') == key.thumbprint(), key_text)
    seen = jws.JWS()
    seen.allowed_algs = ['ES256']
    try:
        seen.deserialize(token, key)
    except Exception as fault:
        check('our signature', False, f'{fault!r} {token} {key_text}')
        continue
    check('our header', seen.jose_header == {'alg': 'ES256', 'typ': 'at+jwt', 'kid': key.get('kid')}, seen.jose_header)
    content = json.loads(seen.payload)
    check('our claims', content.pop('jti') and content == {'epoch': 3, 'iss': ISSUER, 'aud': AUDIENCE, 'sub': USER, 'iat': NOW, 'exp': NOW + 900, 'name': '张三 "x"',
          'role': 'community', 'district': '150202', 'street': '150202001', 'community': '150202001001'}, content)
answers = [verify([json.loads(key)], [token])[0] for key, token in list(zip(lines[::2], lines[1::2]))[:10]]
check('ours, read by ourselves', all(answer['fault'] == 'ok' for answer in answers), answers)

print('jose: all good' if not failures else f'jose: {failures} failures')
sys.exit(failures > 0)
