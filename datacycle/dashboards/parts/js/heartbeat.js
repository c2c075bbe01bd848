// Asks the kernel again and again; a kernel that is gone does not answer.
function make(name, cls, text) {
  const node = document.createElement(name);
  if (cls) node.className = cls;
  if (text !== undefined) node.textContent = text;
  return node;
}
function render({ model, el }) {
  el.classList.add("dc-part", "dc-heartbeat");
  const bar = make("div", "dc-lost");
  bar.setAttribute("role", "alert");
  const work = make("div", "dc-busy");
  work.setAttribute("role", "status");
  el.append(bar, work);
  let last = Date.now();
  let lost = false;

  model.on("msg:custom", (message) => {
    if (message.t !== "pong") return;
    last = Date.now();
    if (lost) { lost = false; bar.replaceChildren(); }
  });
  model.on("change:busy_with", () => {
    work.textContent = model.get("busy_with");
    last = Date.now();
  });
  function tell() {
    lost = true;
    const again = make("button", "dc-button", "Reload and go on");
    again.type = "button";
    again.onclick = () => location.reload();
    bar.replaceChildren(
      make("span", "", "The connection to the workbench was lost. Everything up to the last “Saved” is kept."),
      again,
    );
  }
  const patience = () => model.get("lost_after") * 1000 * (model.get("busy_with") ? 20 : 1);
  let ticked = Date.now();
  const beat = setInterval(() => {
    const now = Date.now();
    // A computer that slept, or a tab in the background, has missed its own beats: wait anew.
    if (document.hidden || now - ticked > model.get("every") * 3000) last = now;
    ticked = now;
    try { model.send({ t: "ping" }); } catch (e) { /* told below */ }
    if (!lost && now - last > patience()) tell();
  }, model.get("every") * 1000);
  return () => clearInterval(beat);
}
export default { render };
