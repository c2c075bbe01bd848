// The steps as an ordered list of buttons; on a narrow screen the current one stands alone and
// the others open below it.
// Each widget brings its own copy of this script, so numbers are given out for the whole page.
const serial = () => (globalThis.dcSerial = (globalThis.dcSerial || 0) + 1);
function make(name, cls, text) {
  const node = document.createElement(name);
  if (cls) node.className = cls;
  if (text !== undefined) node.textContent = text;
  return node;
}
function render({ model, el }) {
  el.classList.add("dc-part", "dc-steps");
  const nav = make("nav");
  const id = "dc-steps" + serial();
  const more = make("button", "dc-steps-more");
  more.type = "button";
  more.setAttribute("aria-controls", id);
  more.setAttribute("aria-expanded", "false");
  const list = make("ol");
  list.id = id;
  nav.append(more, list);
  el.append(nav);
  more.onclick = () => {
    const open = more.getAttribute("aria-expanded") !== "true";
    more.setAttribute("aria-expanded", String(open));
    nav.classList.toggle("dc-open", open);
  };
  function draw() {
    const items = model.get("items");
    const current = model.get("current");
    const place = items.findIndex((s) => s.id === current);
    const focused = list.contains(document.activeElement)
      ? document.activeElement.dataset.id : null;
    nav.setAttribute("aria-label", model.get("label"));
    list.dataset.count = items.length;
    more.textContent = place < 0 ? `All ${items.length} steps`
      : `Step ${place + 1} of ${items.length}: ${items[place].title}`;
    list.replaceChildren(
      ...items.map((step, i) => {
        const line = make("li");
        const button = make(model.get("pickable") ? "button" : "span", "dc-step");
        if (model.get("pickable")) button.type = "button";
        button.dataset.id = step.id;
        const sign = make("span", "dc-step-sign", step.done ? "✓" : String(i + 1));
        sign.setAttribute("aria-hidden", "true");
        button.append(sign, make("span", "dc-step-title", step.title));
        if (step.note) button.append(make("span", "dc-step-note", step.note));
        if (step.done) { button.classList.add("dc-done"); button.append(make("span", "dc-sr", ", done")); }
        if (step.id === current) button.setAttribute("aria-current", "step");
        button.onclick = () => {
          if (!model.get("pickable")) return;
          model.send({ t: "pick", id: step.id });
          nav.classList.remove("dc-open");
          more.setAttribute("aria-expanded", "false");
        };
        line.append(button);
        return line;
      }),
    );
    if (focused !== null) {
      const again = [...list.querySelectorAll("button")].find((b) => b.dataset.id === focused);
      if (again) again.focus();
    }
  }
  model.on("change:items change:current change:label change:pickable", draw);
  draw();
}
export default { render };
