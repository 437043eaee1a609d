#pragma once
/* Internet addresses and networks in text form ("10.0.0.0/8", or one address). No name is ever looked up here. */
#include <stdbool.h>

struct network_address { unsigned char bytes[16]; bool six; };

/* A numeric address, nothing else. */
bool network_address_read(const char *text, struct network_address *ret_address) __attribute__((warn_unused_result));
/* False also when `network` is malformed. */
bool network_holds(const char *network, const struct network_address *address) __attribute__((warn_unused_result));
bool network_is(const char *text) __attribute__((warn_unused_result));
/* Is it an address of the public internet? An address that carries an IPv4 address in itself (mapped, NAT64) is what that one is. */
bool network_is_public(const struct network_address *address) __attribute__((warn_unused_result));
/* Whom an address stands for where callers are counted: an IPv4 address is itself, mapped into IPv6 too; of IPv6 whoever has one address has its whole /64
 * ("2001:db8:1:2::/64"). What is no address stays as it is, cut to the room. */
#define NETWORK_HOLDER_SIZE 64
void network_holder(const char *text, char out[static NETWORK_HOLDER_SIZE]);
