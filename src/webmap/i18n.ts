// Every word of the interface, in one table; text of the data comes from Python.

const number = new Intl.NumberFormat("en");

const en = {
  n: (value: number) => number.format(value),
  colourBy: { district: "Colour districts by", division: "Colour divisions by", province: "Colour provinces by", other: "Colour areas by" } as Record<string, string>,
  levelHeading: "Areas",
  levels: { province: "Provinces", division: "Divisions", district: "Districts", tehsil: "Tehsils", off: "Off" } as Record<string, string>,
  levelOne: { province: "province", division: "division", district: "district", tehsil: "tehsil" } as Record<string, string>,
  whole: { province: "The whole province", division: "The whole division", district: "The whole district" } as Record<string, string>,
  symbols: {
    point: "reported point",
    near: "near a point, within about 25 km",
    district: "somewhere in this district",
    division: "somewhere in this division",
    province: "somewhere in this province",
  } as Record<string, string>,
  symbolsNote: "A number inside counts the incidents; a circle's area grows with it.",
  precision: {
    point: "a reported point",
    near: "near a point, within about 25 km",
    district: "the district, not the place in it",
    division: "the division, not the district",
    province: "the province, not the district",
    multi: "several districts",
    country: "the country only",
    none: "not placed",
  } as Record<string, string>,
  legend: "Legend",
  disputed: "disputed, not counted",
  disputedTip: "Disputed territory, not counted",
  zero: "none reported",
  unknown: "figures not known",
  home: "Whole map",
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
  map: (title: string) => `Map: ${title}`,
  areasOf: (level: string) => `${level}, arrow keys move between them, Enter opens one`,
  symbolsGroup: "Symbols, arrow keys move between them",
  incidents: (count: number) => (count === 1 ? "1 incident" : `${number.format(count)} incidents`),
  noneHere: "No incident of this file was placed here.",
  close: "Close",
  more: "more",
  showMore: (count: number) => `Show ${number.format(count)} more`,
  showing: (shown: number, all: number) => `${number.format(shown)} of ${number.format(all)} incidents`,
  fields: {
    what: "What", date: "Date", reported: "Reported as", resolved: "Resolved as", killed: "Killed", injured: "Injured",
    claimed_by: "Claimed by", precision: "Precision", source: "Source",
  },
  row: (row: number) => `Row ${row}`,
  placedBold: (placed: number, rows: number) => `${number.format(placed)} of ${number.format(rows)} placed`,
  outcomes: {
    district: (count: string) => `${count} in a district`,
    province: (count: string) => `${count} in a province only`,
    country: (count: string) => `${count} in the country only`,
    multi: (count: string) => `${count} across several districts`,
    foreign: (count: string) => `${count} abroad or in disputed territory`,
    ambiguous: (count: string) => `${count} ambiguous`,
    unmatched: (count: string) => `${count} with no match`,
    rejected: (count: string) => `${count} not readable`,
  } as Record<string, (count: string) => string>,
  tableOutcomes: {
    district: (count: string) => `${count} matched to a district`,
    province: (count: string) => `${count} matched to a province`,
  } as Record<string, (count: string) => string>,
  outcomeNames: {
    country: "country only", multi: "several districts", foreign: "abroad or disputed", ambiguous: "ambiguous",
    unmatched: "no match", rejected: "not readable",
  } as Record<string, string>,
  flags: {
    conflict: (count: string) => `${count} where the name and the point disagree`,
    near: (count: string) => `${count} just outside a border or the coast, given to the nearest area`,
    swapped: (count: string) => `${count} with latitude and longitude swapped`,
    no_date: (count: string) => `${count} without a date`,
    no_figures: (count: string) => `${count} without figures of killed or injured`,
  } as Record<string, (count: string) => string>,
  flagsHeading: "Also marked, on the map or not",
  notPlaced: "What could not be placed",
  onlyFlags: "What is marked in these rows",
  suggestion: "Did you mean",
  andMore: (count: number) => `and ${number.format(count)} more, in the CSV`,
  nothingDrawn: "No incident could be drawn",
  nothingDrawnWhy: "What the file holds, and why it is not on the map, is listed under “What could not be placed”.",
  sheet: "Panel height",
  sheetSteps: { peek: "folded", half: "half open", full: "fully open" },
  about: "About this map",
  sources: "Sources",
  edition: (edition: string) => `District edition ${edition}`,
  made: (version: string) => `Incident Mapper ${version}`,
  built: (built: string) => `Built ${built}`,
  unreadable: "This map's data could not be read. Ask whoever made the file to build it again.",
};

export type Strings = typeof en;

/** The interface's words; one language so far. */
export function strings(_lang: string): Strings {
  return en;
}
