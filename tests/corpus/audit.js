// Names what is on a page, its blocks included, that no page of ours has: code, handlers, and addresses that lead astray.
() => {
  const STRANGE = "base, object, embed, marquee, portal, plaintext, xmp, math, keygen, video, audio";
  const CODE = "script:not([type='application/json']), style, iframe, foreignObject";
  const ADDRESS = /^(href|src|srcdoc|srcset|action|formaction|data|poster|background|ping|xlink:href)$/i;
  const found = "__ran" in window ? ["a payload ran"] : [];

  function leadsAstray(value) {
    if (!URL.canParse(value, document.baseURI)) return false;
    const { protocol, host } = new URL(value, document.baseURI);
    return ["javascript:", "vbscript:", "data:"].includes(protocol) || host === "outside.example";
  }

  function isIcon(element, value) {
    return element.matches("link[rel~=icon], img") && value.startsWith("data:image/");
  }

  function look(root) {
    for (const element of root.querySelectorAll("*")) {
      const isCode = element.matches(CODE) && /__ran|outside[.]example/.test(element.outerHTML);
      if (isCode || element.matches(STRANGE)) found.push(element.outerHTML.slice(0, 200));
      for (const { name, value } of element.attributes) {
        const isBad = /^on/i.test(name) || (ADDRESS.test(name) && leadsAstray(value) && !isIcon(element, value));
        if (isBad) found.push(`${element.localName} ${name}=${value.slice(0, 200)}`);
      }
      if (element.matches("a[target=_blank]") && !/^https?:$/.test(element.protocol)) found.push(element.href);
      if (element.shadowRoot) look(element.shadowRoot);
    }
  }

  look(document);
  return found;
}
