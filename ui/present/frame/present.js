// The presentation: all slides are here from the beginning, so that turning to the next one asks nobody.
//
// The slides' HTML comes escaped from the server; every other text reaches the page through textContent and
// attributes. Where the presenter has come to stands in the address of the page around this frame.
"use strict";

(() => {
  const SECONDS = { slide: 15, year: 1.6 };
  const IDLE = 3000;
  const HINT = 8000;
  const ZOOM = 6;
  const SMALLEST = 0.5;
  const FLIGHT = 1.6;
  const REDRAW = 60;
  const EDGE = 0.04; // How much of the map's width lies under the panel's edge, too faint for a mark.
  const CLEAREST = ["ongoing", "lost", "reversed", "partial", "won"];

  const one = (selector) => document.querySelector(selector);
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const host = window.parent;
  const leaving = new AbortController();
  let deck = null;
  let version = "";
  let order = "";
  let picked = [];
  let place = 0;
  let timer = 0;
  let map = null;
  let landed = false;
  let markers = new Map();
  let shapes = {};
  let words = {};
  let language = "";
  let direction = "";

  // ---- the frame and the page around it

  function tell(type, more) {
    host.postMessage({ isStreamlitMessage: true, type: `streamlit:${type}`, ...more }, location.origin);
  }

  function receive({ source, data }) {
    if (source !== host || data.type !== "streamlit:render" || data.args.version === version) return;
    const first = !version;
    const was = first ? "" : name();
    ({ deck, version, marks: shapes, words, language, direction } = data.args);
    speak();
    if (first) begin();
    else picked = picked.filter((number) => deck.campaigns[number]);
    open(first ? deck.slide || data.args.start : was);
  }

  function begin() {
    ({ order, picked } = deck);
    borrowFonts();
    shade(sessionStorage.getItem("presenting") || "dark");
    drawMap();
    one("main").focus({ preventScroll: true });
  }

  // The page of this frame names its words; the server sends them in the language of the visitor.
  function speak() {
    Object.assign(document.documentElement, { lang: language, dir: direction });
    document.title = window.frameElement.title = words.presentation;
    for (const element of document.querySelectorAll("[data-text]")) element.textContent = words[element.dataset.text];
    for (const element of document.querySelectorAll("[data-title]")) element.title = words[element.dataset.title];
    for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", words[element.dataset.label]);
  }

  function filled(text, values) {
    return text.replace(/\{(\w+)\}/g, (_, value) => values[value]);
  }

  // Streamlit's page has the letters already; a frame has to be told where they are.
  function borrowFonts() {
    for (const sheet of host.document.styleSheets) {
      for (const { style, constructor } of readable(sheet)) {
        if (constructor.name !== "CSSFontFaceRule" || style.fontStyle === "italic" || !/Source (Sans|Serif)/.test(style.fontFamily)) continue;
        const source = style.getPropertyValue("src").replace(/url\(["']?([^"')]+)["']?\)/g, (_, file) => `url("${new URL(file, sheet.href || host.document.baseURI)}")`);
        const face = new FontFace(style.fontFamily.replace(/["']/g, ""), source, { weight: style.fontWeight || "normal" });
        document.fonts.add(face);
        face.load().then(fit, () => {});
      }
    }
  }

  function readable(sheet) {
    try {
      return sheet.cssRules;
    } catch {
      return [];
    }
  }

  function writeAddress() {
    const address = new URL(host.location);
    for (const parameter of ["order", "pick", "slide"]) address.searchParams.delete(parameter);
    address.searchParams.set("order", order);
    for (const number of picked) address.searchParams.append("pick", deck.campaigns[number].name);
    address.searchParams.set("slide", name());
    host.history.replaceState(host.history.state, "", address);
  }

  // ---- the slides in their order

  function numbers() {
    return order === "picked" ? picked : deck.orders[order] || deck.orders.chronological;
  }

  function slides() {
    const told = order === "spread" ? deck.years : numbers().map((number) => deck.campaigns[number]);
    return [deck.opening, ...told, deck.closing];
  }

  function name() {
    return slides()[place].name || String(place + 1);
  }

  // A slide by its name, or by its number; the first where there is neither.
  function open(wanted) {
    const all = slides();
    const named = all.findIndex((slide) => slide.name === wanted);
    place = named >= 0 ? named : within(/^\d+$/.test(wanted) ? Number(wanted) - 1 : 0);
    show();
  }

  function within(wanted) {
    return Math.max(0, Math.min(slides().length - 1, wanted));
  }

  function go(wanted) {
    document.body.classList.add("started");
    if (within(wanted) === place) return;
    place = within(wanted);
    show();
    writeAddress();
    if (timer) schedule();
  }

  function show() {
    const all = slides();
    const slide = all[place];
    const main = one("main");
    main.innerHTML = slide.html;
    main.scrollTop = 0;
    if (place === 0) count();
    fit();
    one("#count").textContent = `${place + 1} / ${all.length}`;
    one("#said").textContent = filled(words.said, { place: place + 1, all: all.length, told: slide.say });
    one("#back").disabled = place === 0;
    one("#next").disabled = place === all.length - 1;
    drawPlay();
    drawMarkers();
    look();
  }

  // Hand-picked campaigns are counted here: the server does not know of them while they are being picked.
  function count() {
    if (order !== "picked") return;
    const form = new Intl.PluralRules(language).select(picked.length);
    one("[data-sentence]").textContent = filled(words.picked[form] || words.picked.other, { number: picked.length });
    for (const box of document.querySelectorAll("[data-count]")) {
      box.textContent = picked.filter((number) => deck.campaigns[number].status === box.dataset.count).length;
    }
  }

  function fit() {
    const main = one("main");
    const style = document.documentElement.style;
    for (let size = 1; size >= SMALLEST; size -= 0.05) {
      style.setProperty("--fit", size);
      if (main.scrollHeight <= main.clientHeight) break;
    }
    if (main.scrollHeight > main.clientHeight) main.tabIndex = 0;
    else main.tabIndex = -1;
  }

  // ---- the map

  function drawMap() {
    map = L.map("map_div", { center: [39, -42], zoom: 2.5, minZoom: 0, maxZoom: 12, zoomSnap: 0, zoomControl: false, keyboard: false, worldCopyJump: false });
    campaignMap.start(map, { title: words.map, language });
    window.frameElement.title = words.presentation;
    map.getContainer().setAttribute("aria-hidden", "true");
    landInFlight();
    new ResizeObserver(() => { if (deck) { fit(); look(false); } }).observe(map.getContainer());
  }

  // Leaflet draws outlines again only where a flight ends; on the way the map would be open sea.
  function landInFlight() {
    let drawn = 0;
    map.on("zoom", () => {
      if (performance.now() - drawn < REDRAW) return;
      const started = performance.now();
      map.fire("viewreset");
      drawn = performance.now() + 2 * (performance.now() - started);
    });
  }

  // Most marks stay as they are from slide to slide; only those that change are made anew.
  function drawMarkers() {
    const wanted = new Map(marked().map((mark) => [mark.number, mark]));
    const before = markers;
    for (const [number, { face, marker }] of before) if (wanted.get(number)?.face !== face) marker.remove();
    markers = new Map([...wanted].map(([number, mark]) => [number, before.get(number)?.face === mark.face ? before.get(number) : mark]));
    for (const [number, mark] of markers) mark.marker ||= dot(mark, before.size > 0 && before.get(number)?.status !== "won").addTo(map);
  }

  function marked() {
    const now = slides()[place];
    const shown = order === "spread" ? [...deck.campaigns.keys()] : numbers();
    return shown.map((number) => ({ number, campaign: deck.campaigns[number] }))
      .map((mark) => ({ ...mark, status: status(mark.campaign), now: mark.campaign === now }))
      .filter(({ campaign, status }) => campaign.point && status)
      .map((mark) => ({ ...mark, face: `${mark.status} ${mark.now} ${version}` }));
  }

  // How a campaign stood in the year shown: as it stands, where no year is.
  function status(campaign) {
    const year = order === "spread" && place > 0 && Number(slides()[place].name);
    if (!year) return campaign.status;
    return campaign.turns.filter(([turned]) => turned <= year).at(-1)?.[1];
  }

  function dot({ campaign, status, now }, anew) {
    const fresh = order === "spread" && anew && status === "won";
    const box = document.createElement("div");
    box.innerHTML = `<svg class="mark ${status} ${campaign.force}" viewBox="0 0 20 20" aria-hidden="true">${shapes[status]}</svg>`;
    const className = ["campaign", now && "now", fresh && "fresh"].filter(Boolean).join(" ");
    const icon = L.divIcon({ html: box.firstChild, className, iconSize: [0, 0] });
    const level = now || fresh ? 10000 : 1000 * CLEAREST.indexOf(status);
    return L.marker(campaign.point, { icon, interactive: false, keyboard: false, zIndexOffset: level });
  }

  function look(moving = true) {
    if (!map.getSize().x) return;
    const { point } = slides()[place];
    const points = [...markers.values()].map(({ campaign }) => campaign.point);
    const { target, zoom } = point ? { target: beside(point, ZOOM), zoom: ZOOM } : around(points);
    if (moving && landed && !still.matches) map.flyTo(target, zoom, { duration: FLIGHT });
    else map.setView(target, zoom, { animate: false });
    landed = true;
  }

  // The part of the map that no text covers.
  function free() {
    const size = map.getSize();
    const main = one("main").getBoundingClientRect();
    const left = main.width < size.x ? main.right + EDGE * size.x : 0;
    return { left, width: size.x - left, height: size.y, size };
  }

  function beside(point, zoom) {
    const { left, size } = free();
    return map.unproject(map.project(point, zoom).subtract([left / 2, 0]).round(), zoom);
  }

  function around(points) {
    if (order === "spread") points = deck.campaigns.map((campaign) => campaign.point).filter(Boolean);
    if (!points.length) points = [[60, -125], [20, 40]];
    const { left, width, height } = free();
    const bounds = L.latLngBounds(points);
    const fits = map.getBoundsZoom(bounds, false, L.point(map.getSize().x - width * 0.86, height * 0.16));
    const zoom = Math.min(ZOOM, fits);
    const middle = map.unproject(map.project(bounds.getSouthWest(), zoom).add(map.project(bounds.getNorthEast(), zoom)).divideBy(2), zoom);
    return { target: beside(middle, zoom), zoom };
  }

  // ---- playing

  function mayPlay() {
    return place < slides().length - 1 && !(still.matches && order === "spread");
  }

  function play() {
    if (timer) pause();
    else if (mayPlay()) schedule();
    drawPlay();
  }

  function schedule() {
    clearTimeout(timer);
    timer = 0;
    if (!mayPlay()) return drawPlay();
    const seconds = order === "spread" && place > 0 ? SECONDS.year : order === "spread" ? 1 : SECONDS.slide;
    timer = setTimeout(() => go(place + 1), 1000 * seconds);
    return drawPlay();
  }

  function pause() {
    clearTimeout(timer);
    timer = 0;
  }

  function drawPlay() {
    one("#play").textContent = timer ? words.pause : words.play;
    one("#play").hidden = still.matches && order === "spread";
    one("#play").disabled = !timer && !mayPlay();
  }

  // ---- the order

  function choose() {
    pause();
    drawPlay();
    drawOrders();
    drawList();
    one("dialog").showModal();
    one("fieldset input:checked").focus();
  }

  function drawOrders() {
    for (const label of document.querySelectorAll("fieldset label")) label.remove();
    for (const [value, text] of Object.entries(deck.labels)) {
      const label = one("fieldset").appendChild(document.createElement("label"));
      const radio = Object.assign(document.createElement("input"), { type: "radio", name: "order", value, checked: value === order });
      radio.addEventListener("change", () => reorder(value));
      label.append(radio, text);
    }
  }

  function reorder(wanted) {
    const was = name();
    order = wanted;
    open(/^\d+$/.test(was) ? "1" : was);
    writeAddress();
    drawList();
  }

  function drawList() {
    const words = one("dialog [type=search]").value.toLowerCase();
    const listed = order === "picked" ? deck.orders.chronological : order === "spread" ? [] : numbers();
    const names = picked.map((number, at) => `${at + 1}. ${deck.campaigns[number].title}`);
    one("#picking").textContent = names.join(" · ") || words.pick;
    one("#picking").hidden = order !== "picked";
    one(".finder").hidden = order === "spread";
    const found = listed.filter((number) => deck.campaigns[number].title.toLowerCase().includes(words));
    one("dialog ol").replaceChildren(...found.map(order === "picked" ? ticked : listedSlide));
  }

  function listedSlide(number) {
    const item = document.createElement("li");
    const button = item.appendChild(Object.assign(document.createElement("button"), { type: "button", className: "open" }));
    button.append(markOf(number), deck.campaigns[number].title);
    if (deck.campaigns[number] === slides()[place]) button.setAttribute("aria-current", "true");
    button.addEventListener("click", () => { one("dialog").close(); go(numbers().indexOf(number) + 1); });
    return item;
  }

  function ticked(number) {
    const item = document.createElement("li");
    const label = item.appendChild(document.createElement("label"));
    const at = picked.indexOf(number);
    const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: at >= 0 });
    box.dataset.number = number;
    box.addEventListener("change", () => pick(number));
    label.append(box, markOf(number), (at >= 0 ? `${at + 1}. ` : "") + deck.campaigns[number].title);
    if (at > 0) item.append(earlier(number, at));
    return item;
  }

  function earlier(number, at) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: words.earlier });
    button.setAttribute("aria-label", filled(words.earlier_one, { title: deck.campaigns[number].title }));
    button.addEventListener("click", () => {
      picked.splice(at, 1);
      picked.splice(at - 1, 0, number);
      repick(number);
    });
    return button;
  }

  function pick(number) {
    picked = picked.includes(number) ? picked.filter((other) => other !== number) : [...picked, number];
    repick(number);
  }

  function repick(number) {
    place = 0;
    show();
    writeAddress();
    drawList();
    one(`dialog [data-number="${number}"]`)?.focus({ preventScroll: true });
  }

  function markOf(number) {
    const { status, force } = deck.campaigns[number];
    const box = document.createElement("div");
    box.innerHTML = `<svg class="mark ${status} ${force}" viewBox="0 0 20 20" aria-hidden="true">${shapes[status]}</svg>`;
    return box.firstChild;
  }

  // ---- what the presenter does

  function shade(wanted) {
    document.documentElement.dataset.theme = wanted;
    sessionStorage.setItem("presenting", wanted);
    one("#shade").textContent = wanted === "dark" ? words.light : words.dark;
  }

  function otherShade() {
    shade(document.documentElement.dataset.theme === "dark" ? "light" : "dark");
  }

  function full() {
    if (host.document.fullscreenElement) host.document.exitFullscreen();
    else host.document.documentElement.requestFullscreen().catch(() => {});
  }

  function leave() {
    pause();
    tell("setComponentValue", { value: Date.now(), dataType: "json" });
  }

  const KEYS = {
    ArrowRight: () => go(place + 1), ArrowDown: () => go(place + 1), PageDown: () => go(place + 1),
    ArrowLeft: () => go(place - 1), ArrowUp: () => go(place - 1), PageUp: () => go(place - 1),
    Home: () => go(0), End: () => go(slides().length - 1),
    Escape: leave, p: play, o: choose, f: full, t: otherShade,
    b: () => document.body.classList.toggle("blank"), ".": () => document.body.classList.toggle("blank"),
  };

  function press(event) {
    if (!deck || event.ctrlKey || event.metaKey || event.altKey || one("dialog").open) return;
    const onControl = event.target.closest?.("button, a, input");
    const isSpace = event.key === " " && !onControl;
    const action = isSpace ? () => go(place + (event.shiftKey ? -1 : 1)) : KEYS[event.key] || KEYS[event.key.toLowerCase()];
    if (!action) return;
    event.preventDefault();
    action();
  }

  let idle = 0;
  function stir() {
    document.body.classList.remove("idle");
    clearTimeout(idle);
    idle = setTimeout(() => document.body.classList.add("idle"), IDLE);
  }

  // A clicker's key may land in this frame or in the page around it.
  for (const place of [document, host.document]) place.addEventListener("keydown", press, { signal: leaving.signal });
  window.addEventListener("pagehide", () => leaving.abort());
  window.addEventListener("message", receive);
  for (const event of ["pointermove", "pointerdown", "focusin"]) document.addEventListener(event, stir);
  still.addEventListener("change", () => { pause(); if (deck) drawPlay(); });
  const buttons = { next: () => go(place + 1), back: () => go(place - 1), play, choose, shade: otherShade, full, leave, done: () => one("dialog").close() };
  for (const [id, action] of Object.entries(buttons)) one(`#${id}`).addEventListener("click", action);
  one("dialog [type=search]").addEventListener("input", drawList);
  setTimeout(() => document.body.classList.add("started"), HINT);
  stir();
  tell("componentReady", { apiVersion: 1 });
})();
