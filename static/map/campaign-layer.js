// The campaigns on a map: one marker a place, and past what can be told apart one a neighbourhood.
//
// A change keeps the markers that stay as they are, so that nothing flickers and the keyboard keeps its place. A
// marker's text reaches the page through textContent and attributes only, never as HTML.
"use strict";

window.campaignLayer = (() => {
  const CROWD = 1500;
  const NEIGHBOURHOOD = 64;
  const TELL_APART_ZOOM = 11;

  const at = (campaign) => (campaign.point ? campaign.point.join() : "");

  // `told` has `marks` (a status's shape as SVG), the labels of `statuses` and `forces`, `counts` of campaigns with a
  // number of them in each plural form, and the `language` of all that.
  function on(map, told) {
    const plural = new Intl.PluralRules(told.language);
    const numerals = new Intl.NumberFormat(told.language);
    const group = L.featureGroup().addTo(map);
    const neighbourhoods = L.layerGroup().addTo(map);
    const markers = new Map();
    const made = new Map();
    const shapes = new Map();
    let places = [];

    // `campaigns` have id, place, title, status, force and point; `isChosen` tells which to point out.
    function show(campaigns, isChosen) {
      places = features(campaigns, isChosen);
      draw();
      map.fire("campaigns");
    }

    function draw() {
      const [alone, crowded] = places.length > CROWD ? apart(map, places) : [places, []];
      const wanted = new Map(alone.map((feature) => [JSON.stringify([feature.geometry, feature.properties]), feature]));
      for (const [key, marker] of markers) {
        if (wanted.has(key)) continue;
        markers.delete(key);
        if (places.length > CROWD) forget(key, marker);
        else putAway(marker);
      }
      for (const [key, feature] of wanted) {
        if (!markers.has(key)) markers.set(key, made.has(key) ? bringBack(made.get(key)) : make(key, feature));
      }
      neighbourhoods.clearLayers();
      for (const features of crowded) neighbourhood(features).addTo(neighbourhoods);
    }

    function features(campaigns, isChosen) {
      const there = new Map();
      for (const campaign of campaigns) {
        if (!campaign.point) continue;
        const place = at(campaign);
        if (there.has(place)) there.get(place).push(campaign);
        else there.set(place, [campaign]);
      }
      return [...there.values()].map((some) => feature(some, some.some(isChosen)));
    }

    // i is the id of the campaign, or of the first where there are n of them; s their status, f the force of the one.
    function feature(there, chosen) {
      const [{ id, status, force, point }] = there;
      const one = { i: id, s: [status], f: force, t: describe(there) };
      const properties = there.length > 1 ? { ...one, n: there.length, s: there.map((each) => each.status) } : one;
      if (chosen) properties.c = 1;
      return { type: "Feature", properties, geometry: { type: "Point", coordinates: [point[1], point[0]] } };
    }

    function describe(there) {
      const [{ place, title, status, force }] = there;
      if (there.length === 1) return `${place}: ${title}\n${told.statuses[status]}, ${told.forces[force]}`;
      return `${heading(there)}\n${there.map((each) => told.statuses[each.status]).join(", ")}`;
    }

    function heading(there) {
      return `${[...new Set(there.map((each) => each.place))].join(" / ")}: ${counted(there.length)}`;
    }

    function counted(number) {
      const text = told.counts[plural.select(number)] || told.counts.other;
      return text.replace("{number}", numerals.format(number));
    }

    function make(key, feature) {
      made.set(key, marker(feature).addTo(group));
      return made.get(key);
    }

    // What a filter takes away comes back with the next one: only its element leaves the page, and Leaflet keeps it in
    // its place meanwhile. Taking it off the map and making it anew would cost a change of filter most of its time.
    function putAway(marker) {
      marker.closeTooltip();
      marker.getElement().remove();
    }

    function bringBack(marker) {
      map.getPane("markerPane").append(marker.getElement());
      marker.fire("back");
      return marker;
    }

    function forget(key, marker) {
      made.delete(key);
      group.removeLayer(marker);
    }

    function marker(feature) {
      const { i, c, t } = feature.properties;
      const icon = L.divIcon({ html: face(feature.properties), className: c ? "campaign chosen" : "campaign", iconSize: [26, 26] });
      const made = L.marker(latLng(feature), { icon, alt: t, title: "", riseOnHover: true, zIndexOffset: c ? 1000 : 0 });
      made.feature = feature;
      made.on("click", () => { feature.properties.clicked = Date.now(); });
      return speaking(made, t, i);
    }

    // A press comes closer; it is nobody else's business.
    function neighbourhood(features) {
      const statuses = features.flatMap((feature) => feature.properties.s);
      const text = counted(statuses.length);
      const icon = L.divIcon({ html: round(statuses), className: "campaign neighbourhood", iconSize: [40, 40] });
      const bounds = L.latLngBounds(features.map(latLng));
      const made = L.marker(bounds.getCenter(), { icon, alt: text, title: "" });
      made.on("click", ({ originalEvent }) => {
        if (!originalEvent) map.once("moveend", () => enter(bounds));
        map.fitBounds(bounds, { maxZoom: TELL_APART_ZOOM, padding: [40, 40] });
      });
      return speaking(made, text, bounds.toBBoxString());
    }

    // Who came by keyboard goes on among what the neighbourhood has become.
    function enter(bounds) {
      const within = [...markers.values(), ...neighbourhoods.getLayers()];
      within.find((made) => bounds.contains(made.getLatLng()))?.getElement().focus({ preventScroll: true });
    }

    function face({ n, s, f }) {
      if (n) return round(s);
      const mark = shape(s[0]).cloneNode(true);
      mark.classList.add(f);
      return mark;
    }

    // Each status's mark is read from its SVG once.
    function shape(status) {
      if (!shapes.has(status)) {
        const box = document.createElement("div");
        box.innerHTML = `<svg class="mark ${status}" viewBox="0 0 20 20" aria-hidden="true">${told.marks[status]}</svg>`;
        shapes.set(status, box.firstChild);
      }
      return shapes.get(status);
    }

    map.on("moveend", () => places.length > CROWD && draw());
    return { show, heading, counted, on: (...given) => group.on(...given) };
  }

  // The places in sight, alone where they can be told apart, else as the neighbourhoods they share.
  function apart(map, features) {
    const zoom = map.getZoom();
    const view = map.getBounds().pad(0.2);
    const cells = new Map();
    const size = zoom < TELL_APART_ZOOM ? NEIGHBOURHOOD : 1;
    for (const feature of features) {
      const place = latLng(feature);
      if (!view.contains(place)) continue;
      const { x, y } = map.project(place, zoom);
      const cell = `${Math.floor(x / size)} ${Math.floor(y / size)}`;
      if (cells.has(cell)) cells.get(cell).push(feature);
      else cells.set(cell, [feature]);
    }
    const some = [...cells.values()];
    if (zoom >= TELL_APART_ZOOM) return [some.flat(), []];
    return [some.filter((each) => each.length === 1).flat(), some.filter((each) => each.length > 1)];
  }

  function latLng({ geometry: { coordinates: [longitude, latitude] } }) {
    return L.latLng(latitude, longitude);
  }

  function round(statuses) {
    const box = document.createElement("span");
    box.className = "several";
    box.style.setProperty("--digits", String(statuses.length).length);
    box.style.setProperty("--mix", mix(statuses));
    box.appendChild(document.createElement("b")).textContent = statuses.length;
    return box;
  }

  function mix(statuses) {
    const share = 100 / statuses.length;
    const sorted = [...statuses].sort();
    const parts = [];
    for (let from = 0, i = 1; i <= sorted.length; i++) {
      if (sorted[i] === sorted[from]) continue;
      parts.push(`var(--${sorted[from]}) ${from * share}% ${i * share}%`);
      from = i;
    }
    return `conic-gradient(${parts.join(", ")})`;
  }

  // ---- by mouse, by keyboard and read aloud alike

  let focused = null;

  function speaking(made, text, name) {
    const box = document.createElement("span");
    box.textContent = text;
    made.bindTooltip(box, { className: "campaign-tip", direction: "auto", offset: [8, 0] });
    made.on("add", () => reach(made, text, name));
    made.on("add back", () => takeFocus(made.getElement(), name));
    return made;
  }

  function reach(made, text, name) {
    const element = made.getElement();
    element.setAttribute("role", "button");
    element.setAttribute("aria-label", text);
    element.addEventListener("focus", () => { focused = name; });
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      made.fire("click", { latlng: made.getLatLng() }, true);
    });
  }

  // A marker that took the place of another is another element: give the keyboard its place back.
  function takeFocus(element, name) {
    if (name !== focused || !document.hasFocus() || document.activeElement !== document.body) return;
    element.focus({ preventScroll: true });
  }

  return { on, at };
})();
