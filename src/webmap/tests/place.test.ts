// Label placing, polygons, sheet steps, circle sizes and dark colours.
import assert from "node:assert/strict";
import { test } from "node:test";
import { around, distance, overlap } from "../app.ts";
import { borderLines, boundsOf } from "../layers/clip.ts";
import { besides, grid, placeLabels, rings } from "../layers/place.ts";
import { contains, outlineOf } from "../layers/polygon.ts";
import { nearest } from "../layers/rove.ts";
import { pointRadius, signSize } from "../layers/size.ts";
import { classColours, hsl } from "../palette.ts";
import { stepHeight } from "../sheet.ts";

const frame = { left: 0, top: 0, right: 400, bottom: 300 };

test("labels overlap neither each other, nor symbols, nor the frame", () => {
  const signs = Array.from({ length: 12 }, (_, i) => ({ x: 40 + (i % 4) * 90, y: 40 + Math.floor(i / 4) * 90 }));
  const boxes = signs.map(({ x, y }) => around(x, y, 14, 14));
  const placed = placeLabels(signs.map(({ x, y }, i) => ({ id: String(i), candidates: besides(x, y, 7, 60, 15), insists: true })), boxes, frame);
  assert.equal(placed.length, 12);
  placed.forEach((a, i) => {
    assert.ok(a.box.left >= 0 && a.box.right <= 400 && a.box.top >= 0 && a.box.bottom <= 300);
    assert.ok(boxes.every((box) => !overlap(a.box, box)));
    assert.ok(placed.every((b, j) => i === j || !overlap(a.box, b.box)));
  });
});

test("a label that insists makes another step aside", () => {
  const first = { id: "first", insists: true, candidates: [{ x: 100, y: 50, width: 60, height: 15, form: 0 }, { x: 200, y: 50, width: 60, height: 15, form: 0 }] };
  const second = { id: "second", insists: true, candidates: [{ x: 110, y: 50, width: 60, height: 15, form: 0 }] };
  const placed = placeLabels([first, second], [], frame);
  assert.deepEqual(placed.map(({ id, x }) => [id, x]).sort(), [["first", 200], ["second", 110]]);
  const meek = placeLabels([first, { ...second, insists: false }], [], frame);
  assert.deepEqual(meek.map(({ id }) => id), ["first"]);
});

test("soft boxes are avoided only where there is a choice", () => {
  const soft = [around(50, 50, 20, 20)];
  const candidate = (x: number): { x: number; y: number; width: number; height: number; form: number } => ({ x, y: 50, width: 30, height: 15, form: 0 });
  assert.equal(placeLabels([{ id: "a", candidates: [candidate(50), candidate(150)], soft }], [], frame)[0]!.x, 150);
  assert.equal(placeLabels([{ id: "a", candidates: [candidate(50)], soft }], [], frame)[0]!.x, 50);
});

test("a label that asks twice is placed once", () => {
  const candidates = rings(200, 150, [{ width: 40, height: 15 }], 30);
  const placed = placeLabels([{ id: "a", candidates, inside: () => false }, { id: "a", candidates }, { id: "a", candidates }], [], frame);
  assert.equal(placed.length, 1);
  assert.deepEqual([placed[0]!.x, placed[0]!.y], [200, 150]);
});

test("the grid starts next to its anchor and keeps within reach", () => {
  const spots = grid(frame, 0, 0, [{ width: 10, height: 10 }], 150);
  assert.ok(spots.length > 0 && spots.every(({ x, y }) => Math.hypot(x, y) <= 150));
  assert.ok(Math.hypot(spots[0]!.x, spots[0]!.y) <= Math.hypot(spots.at(-1)!.x, spots.at(-1)!.y));
});

test("boxes that touch are no distance apart", () => {
  assert.equal(distance(around(0, 0, 2, 2), around(1, 0, 2, 2)), 0);
  assert.equal(distance(around(0, 0, 2, 2), around(5, 0, 2, 2)), 3);
});

test("arrow keys go to the nearest stop ahead", () => {
  const stops = [{ lat: 0, lon: 0 }, { lat: 0.2, lon: 1 }, { lat: 0, lon: 3 }, { lat: 2, lon: 0 }];
  assert.equal(nearest(stops, 0, [1, 0]), 1);
  assert.equal(nearest(stops, 0, [0, 1]), 3);
  assert.equal(nearest(stops, 0, [-1, 0]), 0);
});

test("dark colours keep the number of classes and grow lighter", () => {
  const light = ["#fdd0a2", "#fd8d3c", "#a63603"];
  assert.deepEqual(classColours(light, false), light);
  const lightness = classColours(light, true).map((colour) => Number(/ (\d+)%\)$/.exec(colour)![1]));
  assert.deepEqual([...lightness].sort((a, b) => a - b), lightness);
  assert.deepEqual(hsl("#fff"), [0, 0, 1]);
});

test("a circle's area grows in proportion to its count", () => {
  const ratio = pointRadius(40, 100, 6, 6) / pointRadius(10, 100, 6, 6);
  assert.ok(Math.abs(ratio - 2) < 1e-9);
  assert.ok(pointRadius(1, 100_000, 6, 6) >= 2);
});

test("a hollow sign has room for its digits", () => {
  const sizes = [1, 9, 10, 99, 100, 1000, 10_000].map((count) => signSize(count, false));
  assert.deepEqual([...sizes].sort((a, b) => a - b), sizes);
});

test("a polygon's hole is outside", () => {
  const ring = (a: number, b: number): number[][] => [[a, a], [b, a], [b, b], [a, b], [a, a]];
  const outline = outlineOf({ type: "Polygon", coordinates: [ring(0, 10), ring(4, 6)] });
  assert.equal(contains(outline, 2, 2), true);
  assert.equal(contains(outline, 5, 5), false);
  assert.equal(contains(outline, 11, 5), false);
});

test("the sheet has three heights, in order", () => {
  const heights = (["peek", "half", "full"] as const).map((step) => stepHeight(step, 780, 100));
  assert.deepEqual(heights, [100, 343, 702]);
  assert.ok(stepHeight("peek", 200, 100) <= 80);
});

test("the cut edge of a neighbour gets no line", () => {
  const shape = { type: "Polygon" as const, coordinates: [[[0, 0], [5, 0], [5, 3], [0, 4], [0, 0]]] };
  const collection = { type: "FeatureCollection" as const, features: [{ type: "Feature" as const, properties: {}, geometry: shape }] };
  assert.deepEqual(boundsOf([shape]), [0, 0, 5, 4]);
  assert.deepEqual(borderLines(collection, [0, 0, 5, 4]).geometry.coordinates, [[[5, 3], [0, 4]]]);
  assert.equal(boundsOf([]), null);
});
