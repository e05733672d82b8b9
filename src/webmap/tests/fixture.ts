// A small payload for the unit tests: two square districts in one province.
import { parsePayload, type Payload } from "../data.ts";

const square = (x: number): object => ({ type: "Polygon", coordinates: [[[x, 0], [x + 1, 0], [x + 1, 1], [x, 1], [x, 0]]] });
const area = (id: string, name: string, x: number): object =>
  ({ type: "Feature", id, geometry: square(x), properties: { name, urdu: "", parent: "P", lon: x + 0.5, lat: 0.5, note: "" } });

export function fixture(): Payload {
  return parsePayload(JSON.stringify({
    format: 1, level: "district", levels: ["district"], metric: "killed", metrics: { killed: "Killed" },
    areas: { district: { type: "FeatureCollection", features: [area("A", "Alpha", 0), area("B", "Beta", 1), area("C", "Gamma", 2), area("D", "Delta", 3)] } },
    anchors: { A: { name: "Alpha", urdu: "", lon: 0.5, lat: 0.5, kind: "district" }, P: { name: "Province", urdu: "", lon: 1, lat: 0.5, kind: "province" } },
    values: { district: { killed: { A: { value: 3, text: "3", note: "" }, B: { value: null, text: "part of 9", note: "" }, D: { value: 20, text: "20", note: "" } } } },
    classes: { district: { killed: { title: "Killed", note: "", edges: [1, 5, 20], labels: ["1", "2-5", "6-20"], colours: ["#fdd0a2", "url(x)", "#a63603"], zero: { label: "none reported", colour: "#fffefb" }, unknown: { label: "not known" } } } },
    incidents: {
      id: ["1", "2", "3", "4", "5", "6"], row: [1, 2, 3, 4, 5, 6],
      precision: ["point", "point", "near", "district", "province", "none"],
      anchor: [null, null, null, "A", "P", null],
      lon: [0.2, 0.2, 0.2, null, null, null], lat: [0.3, 0.3, 0.3, null, null, null],
      adm1: ["P", "P", "P", "P", "P", null], adm2: ["A", "A", "A", "A", null, null],
    },
    ledger: { rows: 6, placed: 5, counts: { district: 4, province: 1, unmatched: 1 }, flags: {}, unplaced: [] },
  }));
}
