// The map that the campaigns are drawn on: the basemap from our own files, and what every frame of it needs.
"use strict";

// Each marker moved in three dimensions would be a layer of its own for the browser to put together: hundreds of them.
L.Browser.ie3d = true;

window.campaignMap = (() => {
  const BASEMAP = "../../app/static/basemap/";
  const ATTRIBUTION = "Natural Earth · GeoNames";
  const REACH = 9; // Pixels from the middle of a mark to where a name may stand; from that of the chosen one:
  const CHOSEN_REACH = 23;
  let lacks = {};
  let basemap = fetchBasemap;
  let countries = null; // The names of countries in a language that is not that of the basemap.

  // `options` have a `title`, and perhaps a `language` with the names of the buttons in it, `zoomIn` and `zoomOut`, and
  // `lacks`, what to say where a part of the map cannot be had. A page that has to do without a server hands over
  // `basemap`: (file) => its GeoJSON, or a promise of it.
  function start(map, options) {
    basemap = options.basemap || basemap;
    lacks = options.lacks || lacks;
    if (options.language) speak(map, options);
    map.attributionControl.setPrefix(false).addAttribution(ATTRIBUTION);
    if (window.frameElement) window.frameElement.title = options.title;
    map.getContainer().setAttribute("aria-label", options.title);
    map.getContainer().setAttribute("role", "region");
    allowPinching();
    keepStill(map);
    holdStill(map.getContainer());
    followTheme();
    followZoom(map);
    whenVisible(map, () => drawBasemap(map));
  }

  function speak(map, { language, zoomIn, zoomOut }) {
    document.documentElement.lang = language;
    if (language !== "en") countries = new Intl.DisplayNames([language], { type: "region", fallback: "none" });
    for (const [way, text] of [["in", zoomIn], ["out", zoomOut]]) {
      const button = map.zoomControl?.getContainer().querySelector(`.leaflet-control-zoom-${way}`);
      if (!button || !text) continue;
      button.title = text;
      button.setAttribute("aria-label", text);
    }
  }

  // folium forbids zooming the page, which those with weak sight need; its word arrives after the map's script.
  function allowPinching() {
    const apply = () => {
      for (const viewport of document.querySelectorAll('meta[name="viewport"][content*="user-scalable"]')) {
        viewport.content = "width=device-width, initial-scale=1";
      }
    };
    apply();
    const watch = new MutationObserver(apply);
    watch.observe(document.head, { childList: true });
    watch.observe(document.body, { childList: true });
  }

  // Leaflet glides from place to place: it jumps where motion is unwanted.
  function keepStill(map) {
    const still = matchMedia("(prefers-reduced-motion: reduce)");
    const { setView, panBy } = map;
    const calmed = (options) => (still.matches ? { ...options, animate: false } : options);
    map.setView = (center, zoom, options) => setView.call(map, center, zoom, calmed(options));
    map.panBy = (offset, options) => panBy.call(map, offset, calmed(options));
    const apply = () => { map.options.inertia = !still.matches; };
    apply();
    still.addEventListener("change", apply);
  }

  // Leaflet focuses its container at a touch; the page would scroll and the tap land beside the marker.
  function holdStill(container) {
    container.focus = (options) => HTMLElement.prototype.focus.call(container, { ...options, preventScroll: true });
  }

  // Streamlit tells the frame its colours with every run, a page of its own follows the system's: dark or light is
  // read off the background.
  function followTheme() {
    const apply = () => {
      const colour = getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g) || [255, 255, 255];
      const [red, green, blue] = colour.map(Number);
      const dark = 0.3 * red + 0.59 * green + 0.11 * blue < 128;
      document.documentElement.dataset.theme = dark ? "dark" : "light";
    };
    apply();
    window.addEventListener("message", () => setTimeout(apply, 0));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => setTimeout(apply, 0));
  }

  function followZoom(map) {
    const apply = () => {
      const box = map.getContainer().classList;
      box.toggle("zoom-far", map.getZoom() <= 3);
      box.toggle("zoom-near", map.getZoom() >= 6);
    };
    map.on("zoomend", apply);
    apply();
  }

  // On a phone the map waits behind a tab: nothing is fetched or drawn until it has a size.
  function whenVisible(map, draw) {
    let drawn = false;
    new ResizeObserver(() => {
      map.invalidateSize({ animate: false });
      if (!drawn && map.getSize().x > 0) {
        drawn = true;
        draw();
      }
    }).observe(map.getContainer());
  }

  function drawBasemap(map) {
    pane(map, "land", 200);
    pane(map, "borders", 210);
    pane(map, "names", 220);
    const parts = [
      lines(map, "land.geojson", "land", "land"),
      lines(map, "borders.geojson", "borders", "border"),
      lines(map, "states.geojson", "borders", "border state"),
      names(map),
    ];
    Promise.all(parts).catch((problem) => lack(map, "outlines", problem));
  }

  // Says on the map that a part of it is missing; without a problem, that the part is there again.
  function lack(map, part, problem) {
    if (problem) console.error(problem);
    const said = map.attributionControl;
    said.removeAttribution(lacks[part]);
    if (problem) said.addAttribution(lacks[part]);
  }

  function pane(map, name, level) {
    const made = map.createPane(name);
    made.style.zIndex = level;
    made.style.pointerEvents = "none";
  }

  async function fetchBasemap(file) {
    const answer = await fetch(BASEMAP + file);
    if (!answer.ok) throw new Error(`basemap file ${file}: ${answer.status}`);
    return answer.json();
  }

  async function lines(map, file, paneName, className) {
    const style = { className, interactive: false, smoothFactor: 1 };
    const renderer = L.svg({ pane: paneName, padding: 0.5 });
    L.geoJSON(await basemap(file), { pane: paneName, renderer, interactive: false, style }).addTo(map);
  }

  async function names(map) {
    const { features } = await basemap("labels.geojson");
    const shown = L.layerGroup([], { pane: "names" }).addTo(map);
    const apply = () => {
      shown.clearLayers();
      const view = map.getBounds().pad(0.1);
      for (const feature of features) {
        const [longitude, latitude] = feature.geometry.coordinates;
        if (feature.properties.rank + 2 > map.getZoom() || !view.contains([latitude, longitude])) continue;
        shown.addLayer(nameLabel(feature.properties, [latitude, longitude]));
      }
      keepApart(map, shown);
    };
    map.on("moveend campaigns", apply);
    apply();
  }

  // A name that a campaign or another name would cover goes a little up or down, or else is left out.
  function keepApart(map, names) {
    if (!names.getLayers().length) return;
    const taken = [];
    map.eachLayer((layer) => {
      const element = layer instanceof L.Marker && layer.options.pane === "markerPane" && layer.getElement();
      if (!element?.isConnected) return;
      const reach = element.classList.contains("chosen") ? CHOSEN_REACH : REACH;
      taken.push({ at: map.latLngToContainerPoint(layer.getLatLng()), width: reach, height: reach });
    });
    names.eachLayer((name) => {
      const text = name.getElement().firstElementChild;
      const at = map.latLngToContainerPoint(name.getLatLng());
      const [width, height] = [text.offsetWidth / 2, text.offsetHeight / 2];
      const isFree = (place) => !taken.some((other) =>
        Math.abs(other.at.x - place.x) < width + other.width && Math.abs(other.at.y - place.y) < height + other.height);
      const place = [0, -1, 1, -2, 2].map((lines) => at.add([0, lines * 2 * height])).find(isFree);
      if (!place) return names.removeLayer(name);
      name.setLatLng(map.containerPointToLatLng(place));
      taken.push({ at: place, width, height });
    });
  }

  function nameLabel(properties, point) {
    const text = document.createElement("span");
    text.className = `place-name ${properties.kind || ""}`;
    text.textContent = (properties.kind === "country" && countries?.of(properties.code)) || properties.name;
    const icon = L.divIcon({ html: text, className: "", iconSize: [0, 0] });
    return L.marker(point, { icon, pane: "names", interactive: false, keyboard: false });
  }

  return { start, lack };
})();
