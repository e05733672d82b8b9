// Which place on earth a pixel of the map shows, fast enough for thousands of label positions.
import * as L from "leaflet";
import type { Box } from "../app.ts";
import type { Outline } from "./polygon.ts";

export type Inverse = (x: number, y: number) => [number, number];

/** Longitude and latitude of a pixel of the map's container, by Mercator's own formula where that is the projection. */
export function inverse(map: L.Map): Inverse {
  if (map.options.crs !== L.CRS.EPSG3857) {
    return (x, y) => {
      const { lat, lng } = map.containerPointToLatLng([x, y]);
      return [lng, lat];
    };
  }
  const origin = map.getPixelBounds().min!;
  const scale = 256 * 2 ** map.getZoom();
  return (x, y) => [((origin.x + x) / scale) * 360 - 180, (Math.atan(Math.sinh(Math.PI * (1 - (2 * (origin.y + y)) / scale))) * 180) / Math.PI];
}

/** Whether an outline's bounds reach into a frame of pixels. */
export function meets({ bounds }: Outline, geo: Inverse, frame: Box): boolean {
  const [west, north] = geo(frame.left, frame.top);
  const [east, south] = geo(frame.right, frame.bottom);
  return bounds[0] < east && bounds[2] > west && bounds[1] < north && bounds[3] > south;
}
