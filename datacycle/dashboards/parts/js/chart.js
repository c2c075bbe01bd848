// plotly.js comes once per browser from our own server; in JupyterLab the kernel sends it.
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
  globalThis.dcPlotly ??= script(base() + "dc/plotly.min.js").catch(() => fromKernel(model));
  return globalThis.dcPlotly;
}
const CONFIG = {
  responsive: false, displaylogo: false, displayModeBar: false,
  showSendToCloud: false, plotlyServerURL: "", scrollZoom: false, doubleClick: false,
};
// Each widget brings its own copy of this script, so numbers are given out for the whole page.
const serial = () => (globalThis.dcSerial = (globalThis.dcSerial || 0) + 1);
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
  let hearing = false;
  let scale = 1;
  const pen = document.createElement("canvas").getContext("2d");

  async function draw() {
    const figure = model.get("figure");
    if (!figure.layout) return;
    box.setAttribute("aria-label", model.get("label"));
    box.style.minHeight = figure.layout.height + "px";
    const width = Math.floor(box.getBoundingClientRect().width);
    if (!P || width < 40) return;
    last = width;
    const layout = structuredClone(figure.layout);
    const data = structuredClone(figure.data);
    scale = (parseFloat(getComputedStyle(el).fontSize) || 16) / 16;
    if (scale > 1.05) enlarge(layout, data);
    layout.width = width;
    layout.autosize = false;
    fit(layout, width);
    wrap(layout, width);
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) layout.transition = { duration: 0 };
    await P.react(box, data, layout, CONFIG);
    if (hearing) return;
    hearing = true;
    box.on("plotly_click", (event) => {
      if (model.get("picks").length) model.send({ t: "pick", id: String(event.points[0].y) });
    });
  }
  function measure(text, size = 13.5, weight = "") {
    pen.font = weight + size * scale + "px " + model.get("figure").layout.font.family;
    return pen.measureText(text.replace(/&[#\w]+;/g, "&")).width;
  }
  // For the wall of a meeting room: everything grows with the page's own type.
  function enlarge(layout, data) {
    const grow = (thing, names) => names.forEach((n) => { if (thing && thing[n]) thing[n] *= scale; });
    grow(layout, ["height"]);
    grow(layout.margin, ["t", "b", "r"]);
    const fonts = [layout.font, layout.legend.font, layout.xaxis.title.font, layout.xaxis.tickfont];
    for (const note of layout.annotations) { fonts.push(note.font); grow(note, ["yshift", "xshift"]); }
    for (const trace of data) { fonts.push(trace.textfont); grow(trace.marker, ["size"]); grow(trace.error_x, ["thickness", "width"]); }
    fonts.forEach((font) => grow(font, ["size"]));
  }
  // Room for the legend's rows, an axis title in two lines, and no more ticks than fit.
  function fit(layout, width) {
    if (layout.showlegend) {
      const names = model.get("figure").data.map((trace) => measure(trace.name, 13) + 58 * scale);
      const inRow = Math.max(1, Math.floor(width / Math.max(...names)));
      const all = names.reduce((sum, one) => sum + one, 0);
      const rows = all < width - 20 ? 1 : Math.ceil(names.length / inRow);
      layout.margin.t += (rows - 1) * 21 * scale;
      layout.height += (rows - 1) * 21 * scale;
    }
    const title = layout.xaxis.title.text;
    if (measure(title, 13) > width - 60) {
      const words = title.split(" ");
      const half = Math.ceil(words.length / 2);
      layout.xaxis.title.text = words.slice(0, half).join(" ") + "<br>" + words.slice(half).join(" ");
      layout.height += 18 * scale;
      layout.margin.b += 18 * scale;
    }
    layout.xaxis.tickangle = 0;
    if (width < 380 && layout.xaxis.tickvals) {
      layout.xaxis.tickvals = layout.xaxis.tickvals.filter((_, i) => i % 2 === 0);
      layout.xaxis.ticktext = layout.xaxis.ticktext.filter((_, i) => i % 2 === 0);
    }
  }
  // Long words above a bar take up to three lines where it is narrow; the rows become higher.
  function wrap(layout, width) {
    const notes = layout.annotations || [];
    let most = 1;
    for (const label of notes) {
      if (label.xanchor !== "left" || label.yref !== "y" || label.yanchor !== "bottom") continue;
      const beside = notes.find((n) => n.name === "note" && n.y === label.y);
      const room = width - 46 - (beside ? measure(beside.text, 13.5, "600 ") + 14 : 0);
      const lines = [""];
      for (const word of label.text.split(" ")) {
        const longer = (lines[lines.length - 1] + " " + word).trim();
        if (lines[lines.length - 1] && measure(longer) > room) lines.push(word);
        else lines[lines.length - 1] = longer;
      }
      if (lines.length > 3) {
        const words = lines[2].split(" ");
        while (words.length > 1 && measure(words.join(" ") + " …") > room) words.pop();
        lines[2] = words.join(" ") + " …";
      }
      most = Math.max(most, Math.min(3, lines.length));
      label.text = lines.slice(0, 3).join("<br>");
    }
    const count = layout.yaxis.categoryarray.length;
    layout.height += (most - 1) * 20 * scale * count;
    if (layout.yaxis.showticklabels) return;
    // The bar keeps its thickness; the words stand right above it.
    const row = (layout.height - layout.margin.t - layout.margin.b) / (count + 0.2);
    const bar = 27 * scale;
    layout.bargap = Math.min(0.9, Math.max(0.2, 1 - bar / row));
    const bars = model.get("figure").data.some((trace) => trace.type === "bar");
    for (const note of notes)
      if (note.yref === "y" && note.yanchor === "bottom") note.yshift = bars ? bar / 2 + 1 : 9 * scale;
  }
  function dress() {
    pick.replaceChildren();
    const list = model.get("picks");
    if (!list.length) return;
    const id = "dc-pick" + serial();
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
  const watch = new ResizeObserver(() => {
    // Also when a tab that was hidden is opened: only then is there a width to draw in.
    if (Math.abs(Math.floor(box.getBoundingClientRect().width) - last) > 1) draw();
  });
  watch.observe(box);
  return () => { watch.disconnect(); P.purge(box); };
}
export default { render };
