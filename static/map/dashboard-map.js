// The dashboard's map in its frame: every campaign is fetched once, and each run of the page says only which are shown.
"use strict";

window.dashboardMap = (() => {
  const NEAR = 7;
  const files = new Map();
  let drawnOn = null;
  let layer = null;
  let first = null;
  let latest = null;
  let shown = [];
  let looked = null;
  let placed = null;

  function start(map, options) {
    drawnOn = map;
    first = L.latLngBounds(options.first);
    campaignMap.start(map, options);
    layer = campaignLayer.on(map, options.told);
    map.on("resize", lookAgain);
    foreseeStatuses(options.statuses);
  }

  // `wanted` has the `address` of the file, `shown` (a bit a campaign of it, packed as base64), `own` (campaigns that
  // are in no file), and what is chosen: a `campaign` by its id, and the `statuses`, all where there are none. A `point`
  // is looked at from near; else, where filters have `narrowed` it, all that is shown and the corners of the `reach`.
  // `rest` is what differs if no status is chosen.
  async function show(wanted) {
    latest = wanted;
    const all = wanted.address ? await fetched(wanted.address) : [];
    if (latest !== wanted) return;
    const { statuses = [], campaign: opened } = wanted;
    const some = [...chosen(all, atob(wanted.shown)), ...campaigns(wanted.own)];
    shown = statuses.length ? some.filter(({ status }) => statuses.includes(status)) : some;
    layer.show(shown, ({ id }) => id === opened);
    look();
  }

  // The page answers a press after a moment, over a network after a long one: the map draws at once what it will say.
  function foreseeStatuses(statuses) {
    const page = window.frameElement?.ownerDocument;
    const frame = new AbortController();
    page?.addEventListener("click", ({ target }) => {
      const buttons = target.closest?.(".st-key-filter_status")?.querySelectorAll("button[aria-pressed]");
      if (!buttons || !target.closest("button")) return;
      setTimeout(() => foresee(statuses.filter((_, i) => buttons[i]?.getAttribute("aria-pressed") === "true")));
    }, { capture: true, signal: frame.signal });
    window.addEventListener("pagehide", () => frame.abort());
  }

  function foresee(statuses) {
    if (!latest?.rest) return;
    const narrowed = latest.rest.narrowed || statuses.length > 0;
    show({ ...latest, ...latest.rest, statuses, narrowed, campaign: "", point: null });
  }

  // Nobody's own look is taken from them: it changes only when there is something else to be seen. A map that waits
  // behind a tab looks once it has a size.
  function look() {
    if (!latest || !drawnOn.getSize().x) return;
    const { point, narrowed, reach } = latest;
    const points = narrowed ? [...shown.map((campaign) => campaign.point).filter(Boolean), ...reach] : [];
    const bounds = closest(points);
    const next = point ? point.join() : bounds.toBBoxString();
    if (next === looked) return;
    const how = { maxZoom: NEAR, padding: [16, 16], animate: looked ? undefined : false };
    if (point) drawnOn.setView(point, NEAR, how);
    else drawnOn.fitBounds(bounds, how);
    placed = looked ? null : drawnOn.getZoom();
    looked = next;
  }

  // The frame finds its size in steps, and the first look with it.
  function lookAgain() {
    if (drawnOn.getZoom() === placed) looked = null;
    look();
  }

  // Around all points, but never from farther than the first look: marks from the whole world would hide each other.
  function closest(points) {
    const bounds = L.latLngBounds(points);
    return points.length && drawnOn.getBoundsZoom(bounds) >= drawnOn.getBoundsZoom(first) ? bounds : first;
  }

  async function fetched(address) {
    try {
      const all = await file(address);
      campaignMap.lack(drawnOn, "campaigns");
      return all;
    } catch (problem) {
      campaignMap.lack(drawnOn, "campaigns", problem);
      return [];
    }
  }

  function* chosen(all, bits) {
    for (let i = 0; i < all.length; i++) if ((bits.charCodeAt(i >> 3) >> (i & 7)) & 1) yield all[i];
  }

  // Once read, a file is there without waiting for it. One that could not be had is asked for again the next time.
  function file(address) {
    if (!files.has(address)) {
      files.set(address, fetchFile(address).catch((problem) => { files.delete(address); throw problem; }));
    }
    return files.get(address);
  }

  async function fetchFile(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`campaigns of the map: ${answer.status}`);
    return campaigns(await answer.json());
  }

  function campaigns(columns) {
    const names = Object.keys(columns);
    return columns.id.map((_, i) => Object.fromEntries(names.map((name) => [name, columns[name][i]])));
  }

  return { start, show };
})();
