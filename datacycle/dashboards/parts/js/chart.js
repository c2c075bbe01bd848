// plotly.js comes once per browser from our own server; in JupyterLab the kernel sends it.
let loading;
function base() {
  try {
    const config = document.getElementById("jupyter-config-data");
    if (config) return JSON.parse(config.textContent).baseUrl || "/";
  } catch (e) { /* not in a Jupyter page */ }
  return (document.body.dataset.baseUrl || "/").replace(/voila\/$/, "");
}
function script(source) {
  return new Promise((ok, bad) => {
    const node = document.createElement("script");
    node.src = source;
    node.onload = () => (window.Plotly ? ok(window.Plotly) : bad());
    node.onerror = bad;
    document.head.append(node);
  });
}
function fromKernel(model) {
  return new Promise((ok, bad) => {
    const hear = (message, buffers) => {
      if (message.t !== "plotly") return;
      model.off("msg:custom", hear);
      const file = new Blob([buffers[0]], { type: "text/javascript" });
      script(URL.createObjectURL(file)).then(ok, bad);
    };
    model.on("msg:custom", hear);
    model.send({ t: "need_plotly" });
  });
}
function plotly(model) {
  if (window.Plotly) return Promise.resolve(window.Plotly);
  loading ??= script(base() + "dc/plotly.min.js").catch(() => fromKernel(model));
  return loading;
}
const CONFIG = {
  responsive: false, displaylogo: false, displayModeBar: false,
  showSendToCloud: false, plotlyServerURL: "", scrollZoom: false, doubleClick: false,
};
let serial = 0;
async function render({ model, el }) {
  el.classList.add("dc-part", "dc-chart");
  const box = document.createElement("div");
  box.className = "dc-chart-box";
  box.setAttribute("role", "group");
  const pick = document.createElement("div");
  pick.className = "dc-chart-pick";
  el.append(box, pick);
  let P = null;
  let last = 0;

  async function draw() {
    const figure = model.get("figure");
    if (!figure.layout) return;
    box.setAttribute("aria-label", model.get("label"));
    box.style.minHeight = figure.layout.height + "px";
    const width = Math.floor(box.getBoundingClientRect().width);
    if (!P || width < 40) return;
    last = width;
    const layout = structuredClone(figure.layout);
    layout.width = width;
    layout.autosize = false;
    if (width < 480) narrow(layout, width);
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) layout.transition = { duration: 0 };
    await P.react(box, structuredClone(figure.data), layout, CONFIG);
  }
  // Long words above a bar are cut to the width there is; the table has them in full.
  function narrow(layout, width) {
    const room = Math.floor(width / 8.2);
    for (const note of layout.annotations || []) {
      if (note.xanchor !== "left" || note.yref !== "y" || note.text.length <= room) continue;
      if (/[&<]/.test(note.text)) continue;
      note.text = note.text.slice(0, room - 1).trimEnd() + "…";
    }
    if (layout.legend && layout.showlegend) layout.legend.font = { size: 12 };
  }
  function dress() {
    pick.replaceChildren();
    const list = model.get("picks");
    if (!list.length) return;
    const id = "dc-pick" + ++serial;
    const label = document.createElement("label");
    label.htmlFor = id;
    label.textContent = model.get("pick_label");
    const select = document.createElement("select");
    select.id = id;
    const none = new Option("–", "");
    select.append(none, ...list.map(([value, words]) => new Option(words, value)));
    select.value = model.get("picked");
    select.onchange = () => select.value && model.send({ t: "pick", id: select.value });
    pick.append(label, select);
  }
  const picked = () => {
    const select = pick.querySelector("select");
    if (select) select.value = model.get("picked");
  };
  model.on("change:figure change:label", draw);
  model.on("change:picks change:pick_label", dress);
  model.on("change:picked", picked);
  dress();
  const height = model.get("figure").layout?.height || 300;
  box.style.minHeight = height + "px";
  P = await plotly(model);
  await draw();
  if (box.on)
    box.on("plotly_click", (event) => {
      const point = event.points[0];
      if (model.get("picks").length) model.send({ t: "pick", id: String(point.y) });
    });
  const watch = new ResizeObserver(() => {
    const width = Math.floor(box.getBoundingClientRect().width);
    if (Math.abs(width - last) > 1) {
      const first = !last;
      draw().then(() => {
        if (first && box.on)
          box.on("plotly_click", (event) => {
            if (model.get("picks").length) model.send({ t: "pick", id: String(event.points[0].y) });
          });
      });
    }
  });
  watch.observe(box);
  return () => { watch.disconnect(); P.purge(box); };
}
export default { render };
