#pragma once
/* Numbers compared exactly, by their decimal text, never as binary fractions. */
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#define NUMBER_SIZE 32
/* The shortest decimal text that reads back as this number. */
void number_text(const json_t *number, char out[static NUMBER_SIZE]);
/* <0, 0, >0 of two JSON number texts of at most DECIMAL_DIGITS digits each; digits beyond are not looked at. */
#define DECIMAL_DIGITS 64
int decimal_compare(const char *a, const char *b);
/* A number (integer or real) against a decimal text. */
int number_compare(const json_t *number, const char *text);
/* No fraction: 1.0 is an integer. */
bool number_is_whole(const json_t *number);
