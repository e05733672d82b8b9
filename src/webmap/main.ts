// The bundle's entry: Leaflet for everybody on the page, our styles, and window.incidentMapper.
import "leaflet/dist/leaflet.css";
import "./style/base.css";
import "./style/shell.css";
import "./style/panel.css";
import "./style/map.css";
import "./style/card.css";
// Leaflet's build puts itself on window.L, where folium's own scripts look for it.
import "leaflet";
import { createApi, type IncidentMapper } from "./api.ts";

declare global {
  interface Window {
    incidentMapper?: IncidentMapper;
  }
}

// A notebook may load the bundle once for each map: the first one keeps the maps it has.
window.incidentMapper ??= createApi();
