// The page that brings everything with it: filters, search, the opened card and the map over a list that is
// readable without them. What is chosen stands behind the # of the address, so that the back button works.
//
// Texts of the data reach the page through textContent, value and attributes only, never as HTML.
"use strict";

(() => {
  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const PER_DEGREE = 100;
  const ATLANTIC = [[25, -125], [62, 32]];
  const NEAR_ZOOM = 7;
  const LETTERS = { ø: "o", đ: "d", ł: "l", ß: "ss", æ: "ae", œ: "oe", ı: "i" };

  const one = (selector, place = document) => place.querySelector(selector);
  const all = (selector, place = document) => [...place.querySelectorAll(selector)];
  const told = JSON.parse(one("#data").textContent);
  const entries = all(".campaigns > li");
  const campaigns = told.campaigns.map(campaign);
  const byId = new Map(campaigns.map((campaign) => [campaign.id, campaign]));
  const targets = new Map(told.targets.map((target, i) => [target.key, { ...target, i }]));
  const name = document.title;
  const { at } = campaignLayer;
  let state = read(location.hash || location.search);
  let opened = null;
  let map = null;
  let layer = null;

  function campaign([id, point, status, force, targets], i) {
    const entry = entries[i];
    const place = one(".place", entry).textContent;
    const title = one(".title", entry).textContent;
    return { id, point, status, force, targets, entry, place, title, details: one("details", entry) };
  }

  // ---- what is chosen

  function read(chosen) {
    const asked = new URLSearchParams(chosen.slice(1));
    return {
      campaign: byId.has(asked.get("campaign")) ? asked.get("campaign") : "",
      status: asked.getAll("status").filter((status) => Object.keys(told.statuses).includes(status)),
      target: targets.has(asked.get("target")) ? asked.get("target") : "",
      q: asked.get("q") || "",
      at: asked.get("at") || "",
    };
  }

  function address(chosen) {
    const parts = new URLSearchParams();
    for (const [part, value] of Object.entries(chosen)) {
      for (const each of [value].flat()) if (each) parts.append(part, each);
    }
    return `#${parts}`;
  }

  // Opening something is a step to go back from; narrowing the list is not.
  function go(changes) {
    const wanted = address({ ...state, ...changes });
    if (wanted !== address(state)) location.hash = wanted;
  }

  function narrow(changes) {
    state = { ...state, ...changes, campaign: "", at: "" };
    history.replaceState(null, "", address(state));
    draw();
    look();
    one(".list-side").scrollTop = 0;
  }

  // ---- what passes

  function fold(text) {
    const plain = text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
    return plain.replace(/[øđłßæœı]/g, (letter) => LETTERS[letter]);
  }

  function textOf(campaign) {
    if (!campaign.text) {
      const parts = all(".where, .title, .summary, .step, dd:not(.cite ~ dd)", campaign.entry);
      const said = parts.map((part) => (part.matches("dd") ? part.firstChild : part).textContent);
      const aliases = campaign.targets.flatMap((i) => told.targets[i].aliases);
      campaign.text = fold([...said, ...aliases].join("\n"));
    }
    return campaign.text;
  }

  const TESTS = {
    status: (campaign) => !state.status.length || state.status.includes(campaign.status),
    target: (campaign) => !state.target || campaign.targets.includes(targets.get(state.target).i),
    words: (campaign) => !state.q || fold(state.q).split(/\s+/).every((word) => textOf(campaign).includes(word)),
  };

  function passing(...left) {
    const tests = Object.keys(TESTS).filter((test) => !left.includes(test));
    return campaigns.filter((campaign) => tests.every((test) => TESTS[test](campaign)));
  }

  // ---- the page

  function draw() {
    const found = passing();
    const before = opened;
    opened = byId.get(state.campaign) || null;
    drawFilters();
    drawList(found);
    if (before !== opened) drawOpened(before);
    drawMarkers(found);
  }

  function drawFilters() {
    const words = one("#words");
    if (words.value.trim() !== state.q) words.value = state.q;
    one("#target").value = state.target;
    const others = passing("status");
    for (const box of all("[name=status]")) {
      box.checked = state.status.includes(box.value);
      one(".count", box.parentElement).textContent = others.filter((campaign) => campaign.status === box.value).length;
    }
    const any = passing("target");
    for (const target of targets.values()) {
      const count = any.filter((campaign) => campaign.targets.includes(target.i)).length;
      one("#target").options[target.i + 1].textContent = `${target.name} (${count})`;
    }
    one("[type=reset]").disabled = !(state.status.length || state.target || state.q || state.at);
  }

  function drawList(found) {
    const listed = found.filter((campaign) => !state.at || at(campaign) === state.at);
    const shown = new Set(opened ? [opened] : listed);
    for (const campaign of campaigns) campaign.entry.hidden = !shown.has(campaign);
    one(".shown").textContent = sentence(found.length);
    one(".listhead").hidden = !state.at || Boolean(opened);
    one(".listhead strong").textContent = layer.heading(listed);
  }

  function sentence(number) {
    if (!number) return "No campaign is like that. Clear a filter, or search for another word.";
    return number === campaigns.length ? "" : `${number} of ${layer.counted(campaigns.length)}`;
  }

  // An entry opened has the list's place to itself. The keyboard stays on it, and so it does on the way back.
  function drawOpened(before) {
    document.documentElement.classList.toggle("opened", Boolean(opened));
    document.title = opened ? `${opened.place}: ${opened.title} · ${told.name}` : name;
    for (const { details } of [before, opened].filter(Boolean)) details.open = details === opened?.details;
    if (opened) show(opened);
    else if (before && reading(before)) before.details.firstElementChild.focus();
    if (!opened && before) before.entry.scrollIntoView({ block: "nearest" });
  }

  function show({ details }) {
    one(".list-side").scrollTop = 0;
    scrollTo(0, 0);
    details.firstElementChild.focus({ preventScroll: true });
  }

  function reading({ entry }) {
    return document.activeElement === document.body || entry.contains(document.activeElement);
  }

  // ---- the map

  function drawMap() {
    const small = one("#map_div").clientWidth < 640;
    const least = small ? 1 : 2;
    map = L.map("map_div", { minZoom: least, maxZoom: 12, zoomSnap: 0.5, worldCopyJump: true });
    map.fitBounds(ATLANTIC, { animate: false });
    campaignMap.start(map, { title: told.map, basemap });
    layer = campaignLayer.on(map, told);
    layer.on("click", (event) => choose(event.layer.feature.properties));
  }

  function choose({ i, n }) {
    if (n) turnTo("list");
    go(n ? { at: at(byId.get(i)), campaign: "" } : { campaign: i });
  }

  function drawMarkers(found) {
    const drawn = opened && !found.includes(opened) ? [...found, opened] : found;
    layer.show(drawn, (campaign) => campaign === opened || (state.at && at(campaign) === state.at));
  }

  // To the opened campaign, else to all that pass; at first to both sides of the North Atlantic, if most are there.
  function look() {
    if (!map.getSize().x) return;
    if (opened) return void lookAt(opened);
    const points = passing().map((campaign) => campaign.point).filter(Boolean);
    const box = L.latLngBounds(ATLANTIC);
    const most = points.filter((point) => box.contains(point)).length > points.length / 2;
    if (!points.length || (most && points.length === campaigns.length)) map.fitBounds(box, { animate: false });
    else map.fitBounds(points, { maxZoom: NEAR_ZOOM, padding: [30, 30], animate: false });
  }

  function lookAt({ point }) {
    if (!point) return;
    const seen = map.getBounds().pad(-0.1).contains(point);
    if (!seen || map.getZoom() < NEAR_ZOOM - 2) map.setView(point, Math.max(map.getZoom(), NEAR_ZOOM), { animate: false });
  }

  // ---- the basemap, written by exports/outlines.py

  function basemap(file) {
    const packed = JSON.parse(one("#basemap").textContent);
    const [kind] = file.split(".");
    if (kind === "land") return geojson("MultiPolygon", packed.land.map((rings) => rings.map(line)));
    if (kind === "labels") return { features: packed.labels.map(label) };
    return geojson("MultiLineString", packed[kind].map(line));
  }

  function geojson(type, coordinates) {
    return { type: "Feature", properties: {}, geometry: { type, coordinates } };
  }

  function label([text, longitude, latitude, rank, kind]) {
    return { properties: { name: text, rank, kind }, geometry: { coordinates: [longitude, latitude] } };
  }

  function line(text) {
    const steps = numbers(text);
    const points = [];
    for (let i = 0, x = 0, y = 0; i < steps.length; i += 2) {
      points.push([(x += steps[i]) / PER_DEGREE, (y += steps[i + 1]) / PER_DEGREE]);
    }
    return points;
  }

  function numbers(text) {
    const found = [];
    let value = 0;
    let shift = 0;
    for (const digit of text) {
      const bits = DIGITS.indexOf(digit);
      value |= (bits & 31) << shift;
      shift += 5;
      if (bits & 32) continue;
      found.push(value & 1 ? ~(value >> 1) : value >> 1);
      value = shift = 0;
    }
    return found;
  }

  // ---- the visitor

  function turnTo(side) {
    document.documentElement.classList.toggle("on-map", side === "map");
    for (const button of all(".switch button")) button.setAttribute("aria-pressed", String(button.value === side));
    if (side !== "map") return;
    one(".switch").scrollIntoView();
    map.invalidateSize({ animate: false });
    look();
  }

  function openOrClose(event) {
    const details = event.target.closest("summary.row")?.parentElement;
    if (!details) return;
    event.preventDefault();
    go({ campaign: details === opened?.details ? "" : idOf(details) });
  }

  // The browser opens an entry itself when a word is looked for on the page.
  function openedByBrowser({ target }) {
    if (target.matches(".campaigns details") && target.open && target !== opened?.details) go({ campaign: idOf(target) });
  }

  function idOf(details) {
    return campaigns[entries.indexOf(details.parentElement)].id;
  }

  function follow(event) {
    const link = event.target.closest("a[href]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const href = link.getAttribute("href");
    if (/^https?:/.test(href)) Object.assign(link, { target: "_blank", rel: "noopener noreferrer" });
    if (!href.startsWith("#")) return;
    event.preventDefault();
    if (link.classList.contains("all")) go({ at: "" });
    else go({ campaign: new URLSearchParams(link.hash.slice(1)).get("campaign") || "" });
  }

  function listen() {
    const form = one(".filters");
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", (event) => {
      event.preventDefault();
      narrow({ status: [], target: "", q: "" });
    });
    one("#words").addEventListener("input", (event) => narrow({ q: event.target.value.trim() }));
    one("#target").addEventListener("change", (event) => narrow({ target: event.target.value }));
    one("fieldset", form).addEventListener("change", () => {
      narrow({ status: all("[name=status]:checked").map((box) => box.value) });
    });
    one(".switch").addEventListener("click", (event) => event.target.value && turnTo(event.target.value));
    document.addEventListener("click", follow);
    one(".campaigns").addEventListener("click", openOrClose);
    one(".campaigns").addEventListener("toggle", openedByBrowser, true);
    addEventListener("hashchange", () => {
      state = read(location.hash);
      draw();
      if (opened) look();
    });
  }

  // The dashboard's addresses work here too; from then on the view stands behind the #.
  if (!location.hash && location.search) history.replaceState(null, "", address(state));
  drawMap();
  listen();
  draw();
  look();
})();
