/** topojson-client under the global name that folium's TopoJson calls. */
import * as topojson from "topojson-client";

Object.assign(window, { topojson });
