// The payload's look-ups: zero is not unknown, points group by place, rows follow the selection.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parsePayload } from "../data.ts";
import { legendNeeds } from "../legend.ts";
import { shares } from "../ledger.ts";
import { Model } from "../model.ts";
import { fixture } from "./fixture.ts";

test("an absent area is zero, a null value is unknown", () => {
  const model = new Model(fixture());
  assert.deepEqual(model.byArea("district", "killed"), { A: 3, B: null, C: 0, D: 20 });
  assert.equal(model.classOf("district", "killed", "C"), "zero");
  assert.equal(model.classOf("district", "killed", "B"), "unknown");
});

test("class edges are closed on the right", () => {
  const model = new Model(fixture());
  assert.equal(model.classOf("district", "killed", "A"), 1);
  assert.equal(model.classOf("district", "killed", "D"), 2);
});

test("incidents at one coordinate and of one precision are one circle", () => {
  const model = new Model(fixture());
  assert.deepEqual(model.points.map(({ near, rows }) => [near, rows]), [[false, [0, 1]], [true, [2]]]);
  assert.deepEqual(model.anchors, [{ key: "A", rows: [3] }, { key: "P", rows: [4] }]);
  assert.deepEqual(model.symbols, ["point", "near", "district", "province"]);
  assert.equal(model.shown, 5);
});

test("rows of an area, a ring and a circle", () => {
  const model = new Model(fixture());
  assert.deepEqual(model.rows({ kind: "area", level: "district", code: "A" }), [0, 1, 2, 3]);
  assert.deepEqual(model.rows({ kind: "area", level: "province", code: "P" }), [0, 1, 2, 3, 4]);
  assert.deepEqual(model.rows({ kind: "anchor", key: "A" }), [3]);
  assert.deepEqual(model.rows({ kind: "point", group: 1 }), [2]);
});

test("a code that is a name of Object's own is no area", () => {
  const payload = fixture();
  payload.incidents.anchor[5] = "constructor";
  const model = new Model(payload);
  assert.equal(model.shown, 5);
  assert.equal(model.value("district", "killed", "toString"), undefined);
});

test("the legend explains zero and unknown only where they occur", () => {
  assert.deepEqual(legendNeeds({ a: 0, b: 2 }), { zero: true, unknown: false });
  assert.deepEqual(legendNeeds({ a: null }), { zero: false, unknown: true });
  assert.deepEqual(legendNeeds({}), { zero: false, unknown: false });
});

test("the ledger's bar adds up to the rows", () => {
  const parts = shares({ rows: 12, placed: 7, counts: { district: 5, province: 2, country: 1, multi: 1, foreign: 1, unmatched: 2 }, flags: {}, unplaced: [] });
  assert.deepEqual(parts.map(({ kind, count }) => [kind, count]), [["district", 5], ["province", 2], ["other", 2], ["none", 3]]);
});

test("only format 1 is read, and only plain colours pass", () => {
  assert.throws(() => parsePayload('{"format": 2}'), /format 2/);
  assert.throws(() => parsePayload("nonsense"));
  assert.deepEqual(fixture().classes.district!.killed!.colours, ["#fdd0a2", "#fd8d3c", "#a63603"]);
});
