// A block of our own HTML: its styles, its content, and its links that change the view without a reload.
//
// Style sheets are fetched once and shared by all blocks, so that a message from the server carries nothing but HTML.

const sheets = new Map()

function sheet(address) {
  if (!sheets.has(address)) {
    const text = fetch(new URL(address, document.baseURI)).then((answer) => answer.text())
    sheets.set(address, text.then((rules) => new CSSStyleSheet().replace(rules)))
  }
  return sheets.get(address)
}

function isDark(element) {
  const probe = document.createElement("span")
  probe.style.color = "var(--st-background-color)"
  element.append(probe)
  const [red, green, blue] = getComputedStyle(probe).color.match(/[\d.]+/g).map(Number)
  probe.remove()
  return 0.3 * red + 0.59 * green + 0.11 * blue < 128
}

// Until its styles are there, a block keeps its room and is not seen.
async function dress(block, addresses) {
  const root = block.getRootNode()
  if (!root.adoptedStyleSheets.length) root.adoptedStyleSheets = await Promise.all(addresses.map(sheet))
  const dark = isDark(block)
  block.classList.toggle("dark", dark)
  document.documentElement.dataset.theme = dark ? "dark" : "light"
  block.style.visibility = ""
}

export function show({ data, parentElement, setTriggerValue }) {
  Object.assign(document.documentElement, { lang: data.language, dir: data.direction })
  const block = parentElement.querySelector(".block")
  if (block.dataset.version !== data.version) {
    block.innerHTML = data.html
    block.dataset.version = data.version
    dress(block, data.styles).then(() => data.focus && block.querySelector(data.focus)?.focus())
  } else {
    dress(block, data.styles)
  }
  block.onclick = (event) => {
    const link = event.target.closest("a[data-view]")
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    setTriggerValue("opened", link.getAttribute("href"))
  }
}
