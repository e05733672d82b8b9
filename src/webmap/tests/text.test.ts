// Hostile text: links, shortening, directions.
import assert from "node:assert/strict";
import { test } from "node:test";
import { oneLine, safeLink, shorten, withoutDirection, wrap } from "../text.ts";

test("only web addresses become links", () => {
  assert.equal(safeLink("https://example.org/a?b=1#c")?.host, "example.org");
  assert.equal(safeLink(" http://example.org ")?.href, "http://example.org/");
  for (const bad of ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "data:text/html,<b>", "vbscript:x", "file:///etc", "//example.org", "/a", "example.org",
    "https://user:secret@example.org/", "https://", "", "\u0000javascript:alert(1)", "blob:https://example.org/x"]) {
    assert.equal(safeLink(bad), null, bad);
  }
});

test("shortening cuts between characters", () => {
  assert.equal(shorten("short", 10), "short");
  assert.equal(shorten("x".repeat(10_000), 5), "xxxx…");
  assert.equal(shorten("😀😀😀😀", 3), "😀😀…");
  assert.equal(shorten("😀😀😀", 3), "😀😀😀");
});

test("one line has no control characters and no turns of direction", () => {
  assert.equal(oneLine(" a\u0000\n\tb  c "), "a b c");
  assert.equal(withoutDirection("\u202eevil\u202c \u2067x\u2069"), "evil x");
});

test("names break at spaces and hyphens", () => {
  assert.deepEqual(wrap("KHYBER PAKHTUNKHWA", 12), ["KHYBER", "PAKHTUNKHWA"]);
  assert.deepEqual(wrap("GILGIT-BALTISTAN", 12), ["GILGIT-", "BALTISTAN"]);
  assert.deepEqual(wrap("ISLAMABAD CAPITAL TERRITORY", 12), ["ISLAMABAD", "CAPITAL", "TERRITORY"]);
  assert.deepEqual(wrap("PUNJAB", 12), ["PUNJAB"]);
});
