#pragma once
/* Passwords, random secrets, webhook signatures, sealing and masking of personal data. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"

/* Argon2id, encoded form; parameters from settings (memory KiB, passes, lanes). One call takes `memory_kib` while it runs: whoever lets strangers
 * cause calls bounds how many run at once. Passwords are 1 to 1,024 bytes; NULL for any other, or out of memory. */
struct password_cost { uint32_t memory_kib, passes, lanes; };
char *password_hash(struct arena *arena, const char *password, const struct password_cost *cost) __attribute__((warn_unused_result));
bool password_is(const char *encoded, const char *password) __attribute__((warn_unused_result));
/* Spend what a check costs, for a user that does not exist. */
void password_burn(const char *password, const struct password_cost *cost);

/* Overwrite a text when the arena goes, before its memory is given back. NULL is fine. */
void secret_wipe_later(struct arena *arena, char *text);
/* 32 random bytes as base64url: client secrets, refresh tokens. */
void secret_make(char out[static 44]);
/* SHA-256 as hex: how random secrets are stored. `out` takes 65. */
void secret_digest(const char *text, size_t length, char out[static 65]);
/* SHA-256 (hex) of a whole file, from its start, whatever its position. False when it cannot be read. */
bool secret_digest_file(int file, char out[static 65], uint64_t *ret_length) __attribute__((warn_unused_result));
/* The same of bytes as they come. NULL when out of memory; the end frees it. */
struct sha256;
struct sha256 *sha256_new(void) __attribute__((warn_unused_result));
void sha256_add(struct sha256 *sum, const void *data, size_t length);
bool sha256_end(struct sha256 *sum, char out[static 65]) __attribute__((warn_unused_result));
/* Keys for other purposes derived from the service's secret (HKDF-SHA256). */
void secret_derive(const char *secret, const char *purpose, unsigned char out[static 32]);
void hmac_sha256(const void *key, size_t key_length, const void *data, size_t length, unsigned char out[static 32]);

/* Standard Webhooks: signed content "id.timestamp.body", header "v1,<base64> v1sm3,<base64> …". `secrets` are the live keys (base64, "whsec_" allowed). True when any
 * signature matches any secret by its scheme (v1 = HMAC-SHA256, v1sm3 = HMAC-SM3). Constant time per comparison. */
enum signature_fault { SIGNATURE_OK, SIGNATURE_MALFORMED, SIGNATURE_STALE, SIGNATURE_WRONG };
enum signature_fault webhook_verify(const char *const *secrets, size_t secret_count, const char *id, const char *timestamp, const char *signatures, const void *body, size_t length, int64_t now_s, int64_t window_s) __attribute__((warn_unused_result));
/* NULL when the secret is malformed (16 to 64 bytes in base64) or the id is (printable ASCII without blank or dot, at most 256). */
char *webhook_sign(struct arena *arena, const char *secret, bool sm3, const char *id, int64_t timestamp, const void *body, size_t length) __attribute__((warn_unused_result));
/* A new secret: "whsec_" and 32 random bytes in base64. */
#define WEBHOOK_SECRET_SIZE 51
void webhook_secret_make(char out[static WEBHOOK_SECRET_SIZE]);

/* Sealing: AES-256-GCM. Blob = 1 byte version (1) | 12 bytes nonce | ciphertext | 16 bytes tag; the key id stands beside it in its
 * own column and in the associated data together with `context` (what the value belongs to, e.g. "complaint:<id>:/complainant/phone"). */
struct seal_key { char id[16]; unsigned char key[32]; };
struct seal_ring { struct seal_key *keys; size_t count; }; /* keys[0] seals; all unseal */
/* "id:base64,id:base64"; ids are 1 to 15 of A-Z a-z 0-9 _ -, each once. False when malformed or a key is not 32 bytes. */
bool seal_ring_read(struct arena *arena, const char *text, struct seal_ring *ret_ring) __attribute__((warn_unused_result));
unsigned char *seal(struct arena *arena, const struct seal_ring *ring, const char *context, const void *data, size_t length, size_t *ret_length) __attribute__((warn_unused_result));
char *unseal(struct arena *arena, const struct seal_ring *ring, const char *key_id, const char *context, const void *blob, size_t length, size_t *ret_length) __attribute__((warn_unused_result));

/* Keyed hash of a phone number (normalised: ASCII and full-width digits only, +86/86/0086 dropped) for finding the same caller without knowing who:
 * hex, 64 + 1; "" when there is no digit in it, so that people without a number are not taken for one person. */
void phone_hash(const unsigned char key[static 32], const char *phone, size_t length, char out[static 65]);

/* Mask what identifies a person in Chinese text (matched after folding full-width forms; what is kept is kept to the byte). By kind:
 * [电话]   mobile, landline with area code, 400/800, +86; with blanks, hyphens, dots, brackets, zero-width characters; read out (一三八零…); a bare
 *          local number behind 电话, 座机 …; extensions. Short public numbers (110, 12345, 95598) stay.
 * [证件号] 18 and 15 digits by province and date of birth, X, grouped or read out; passports and the like behind their word.
 * [车牌]   with new energy, 警 学 挂 港 澳 领 使, WJ; without the province behind 车牌.
 * [门牌]   unit or room, and the building before it: 3栋2单元501室, 3-2-501, 3#501, A座1203, 二十号楼二单元, 5楼东户. A building alone, a floor
 *          alone and the number of a street stay: without them nobody can do the work.
 * [姓名]   with its title (先生, 女士, 师傅, 阿姨 …; the title tells the sex), behind 我叫, 本人, 联系人, 业主 …, before a telephone number, 姓王, 王某,
 *          张XX, or whoever begins a sentence and calls (王秀兰来电). Staff by office (王经理, 李主任) stay. A name that nothing announces is not found.
 * [邮箱] [账号] e-mail; WeChat, QQ and other ids, and bank accounts, behind their word; bank cards (62…, 16 to 19 digits) anywhere.
 * What stands behind 工单号, 合同编号, 文号 and other such labels is the number of a thing and stays. Linear in the length. NULL when the arena is spent.
 */
char *mask_text(struct arena *arena, const char *text, size_t length) __attribute__((warn_unused_result));
