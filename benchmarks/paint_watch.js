// Tells in which painted frame a page first shows what is expected of it, without anybody having to ask.
//
// `look` says what counts: the "text" of an element, the number of "markers" in the page's frames, or the vertices
// that WebGL has "drawn". They are looked at once after each painted frame, which takes less than a tenth of a
// millisecond. `block` is one whose heading changes with every answer of the server, where the page has one.
"use strict";

function watchPaints({ look, selector, block, expected, patience }) {
  if (window !== top) return;
  const drawn = look === "drawn" ? countVertices() : new Map();
  const looks = { text, markers, drawn: vertices };
  const painted = new MessageChannel();
  let shown = "";
  let changed = 0;
  let clicked = 0;
  let heading = "";
  let answered = 0;
  let received = 0;
  let files = 0;
  let wanted = null;

  window.paintWatch = {
    expect,
    first: expect(expected),
    shown: () => shown,
    answered: () => answered,
    received: () => received,
    fetched,
    still,
  };
  countReceived();
  addEventListener("click", (event) => {
    [clicked, heading, answered, received] = [event.timeStamp, said(), 0, 0];
  }, { capture: true });
  painted.port1.onmessage = compare;
  nextFrame();

  // The milliseconds from the last click, or from the request for the page, until this is shown.
  function expect(what) {
    return new Promise((resolve, reject) => {
      wanted = { what, resolve };
      setTimeout(() => reject(new Error(`${what} was expected, and ${shown} is shown`)), patience);
    });
  }

  // What is posted while a frame is made arrives when it has been painted.
  function nextFrame() {
    requestAnimationFrame(() => painted.port2.postMessage(null));
  }

  function compare() {
    const now = performance.now();
    const current = looks[look]();
    if (current !== shown) [shown, changed] = [current, now];
    if (wanted && wanted.what === current) {
      wanted.resolve(now - clicked);
      wanted = null;
    }
    if (!answered && said() !== heading) answered = now - clicked;
    nextFrame();
  }

  // A block's inside is a tree of its own, which the page's selectors do not reach.
  function said() {
    const parts = block ? [...document.querySelectorAll(`${block} *`)] : [];
    return parts.find((part) => part.shadowRoot)?.shadowRoot.querySelector("h1")?.textContent || "";
  }

  function text() {
    return document.querySelector(selector)?.textContent || "";
  }

  function markers() {
    const frames = [...document.getElementsByTagName("iframe")].filter((frame) => frame.clientHeight);
    const count = frames.flatMap((frame) => [...(frame.contentDocument?.querySelectorAll(selector) || [])]).length;
    return count ? String(count) : "";
  }

  function vertices() {
    const onPage = [...drawn].filter(([{ canvas }]) => canvas.isConnected);
    return onPage.map(([, count]) => count).join("+");
  }

  // How many vertices each WebGL context has drawn since it was cleared: as many more as there are points.
  function countVertices() {
    const counts = new Map();
    const { prototype } = WebGL2RenderingContext;
    const { clear } = prototype;
    prototype.clear = function (mask) {
      if (mask & this.COLOR_BUFFER_BIT) counts.set(this, 0);
      clear.call(this, mask);
    };
    const sizes = { drawArrays: 2, drawElements: 1, drawArraysInstanced: 2, drawElementsInstanced: 1 };
    for (const [name, place] of Object.entries(sizes)) {
      const native = prototype[name];
      prototype[name] = function (...values) {
        const instances = name.endsWith("Instanced") ? values.at(-1) : 1;
        counts.set(this, (counts.get(this) || 0) + values[place] * instances);
        native.apply(this, values);
      };
    }
    return counts;
  }

  function countReceived() {
    const Native = WebSocket;
    window.WebSocket = class extends Native {
      constructor(...values) {
        super(...values);
        this.addEventListener("message", ({ data }) => { received += data.byteLength ?? data.length; });
      }
    };
  }

  // Has nothing been drawn or fetched for so long?
  function still(milliseconds) {
    const now = performance.now();
    if (files !== entries().length) [files, changed] = [entries().length, now];
    return Boolean(shown) && now - changed > milliseconds;
  }

  // The bytes fetched over HTTP, as they came over the wire.
  function fetched() {
    return entries().reduce((sum, { transferSize }) => sum + transferSize, 0);
  }

  // All that the page and its frames have fetched.
  function entries() {
    const windows = [window, ...[...document.getElementsByTagName("iframe")].map((frame) => frame.contentWindow)];
    return windows.flatMap(({ performance }) => [
      ...performance.getEntriesByType("navigation"),
      ...performance.getEntriesByType("resource"),
    ]);
  }
}
