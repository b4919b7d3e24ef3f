// The dashboard's map in its frame: every campaign is fetched once, and each run of the page says only which are shown.
"use strict";

window.dashboardMap = (() => {
  const files = new Map();
  let drawnOn = null;
  let layer = null;
  let latest = null;

  function start(map, options) {
    drawnOn = map;
    campaignMap.start(map, options);
    layer = campaignLayer.on(map, options.told);
  }

  // `wanted` has the `address` of the file, `shown` (a bit a campaign of it, packed as base64), `own` (campaigns that
  // are in no file), and what is chosen: a `campaign` by its id.
  async function show(wanted) {
    latest = wanted;
    const all = wanted.address ? await fetched(wanted.address) : [];
    if (latest !== wanted) return;
    const shown = [...chosen(all, atob(wanted.shown)), ...campaigns(wanted.own)];
    layer.show(shown, (campaign) => campaign.id === wanted.campaign);
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
