/**
 * Leaflet's own marker pictures, inside the page.
 *
 * Leaflet finds them by the address of its style sheet, which a page of ours does not have.
 */
import icon from "leaflet/dist/images/marker-icon.png";
import retina from "leaflet/dist/images/marker-icon-2x.png";
import shadow from "leaflet/dist/images/marker-shadow.png";

declare const L: typeof import("leaflet");

const defaults = L.Icon.Default;
// Its own version puts a folder before each address.
Reflect.deleteProperty(defaults.prototype, "_getIconUrl");
defaults.mergeOptions({ iconUrl: icon, iconRetinaUrl: retina, shadowUrl: shadow });
