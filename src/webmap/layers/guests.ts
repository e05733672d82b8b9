// Where users' own markers stand, so that our labels leave them alone.
import * as L from "leaflet";
import { around, type Box } from "../app.ts";

const MANY = 300;

export function guests(map: L.Map): Box[] {
  const out: Box[] = [];
  map.eachLayer((layer) => {
    if (out.length >= MANY || layer.options.pane?.startsWith("im-")) return;
    if (layer instanceof L.CircleMarker) {
      const { x, y } = map.latLngToContainerPoint(layer.getLatLng());
      const size = 2 * layer.getRadius();
      out.push(around(x, y, size, size));
    } else if (layer instanceof L.Marker) {
      const icon = layer.getElement()?.getBoundingClientRect();
      const origin = map.getContainer().getBoundingClientRect();
      if (icon) out.push({ left: icon.left - origin.left, right: icon.right - origin.left, top: icon.top - origin.top, bottom: icon.bottom - origin.top });
    }
  });
  return out;
}
