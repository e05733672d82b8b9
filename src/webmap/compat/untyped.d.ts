/** What compat/ uses of modules that ship no types. */
declare module "d3-axis" {
  interface Axis {
    (selection: unknown): void;
    tickSize(size: number): Axis;
    tickValues(values: unknown[]): Axis;
  }
  export function axisTop(scale: unknown): Axis;
  export function axisBottom(scale: unknown): Axis;
}

declare module "d3-scale" {
  export function scaleLinear(): unknown;
  export function scaleThreshold(): unknown;
}

declare module "d3-selection" {
  export function select(subject: unknown): unknown;
}

declare module "topojson-client";

declare module "*.png" {
  const address: string;
  export default address;
}
