// Sends a file in pieces; each piece is sent when the one before has arrived.
// Each widget brings its own copy of this script, so numbers are given out for the whole page.
const serial = () => (globalThis.dcSerial = (globalThis.dcSerial || 0) + 1);
function make(name, cls, text) {
  const node = document.createElement(name);
  if (cls) node.className = cls;
  if (text !== undefined) node.textContent = text;
  return node;
}
function render({ model, el }) {
  el.classList.add("dc-part", "dc-upload");
  const id = "dc-up" + serial();
  const zone = make("div", "dc-drop");
  const label = make("label", "dc-label");
  label.htmlFor = id;
  const help = make("p", "dc-help");
  help.id = id + "-help";
  const input = make("input");
  input.type = "file";
  input.id = id;
  const state = make("p", "dc-upload-state");
  state.setAttribute("role", "status");
  const error = make("p", "dc-error");
  error.id = id + "-error";
  error.setAttribute("role", "alert");
  input.setAttribute("aria-describedby", help.id + " " + error.id);
  zone.append(label, help, input, state, error);
  el.append(zone);
  let file = null;

  function dress() {
    label.textContent = model.get("label");
    help.textContent = model.get("help");
    error.textContent = model.get("error");
    el.classList.toggle("dc-invalid", !!model.get("error"));
    input.accept = model.get("accept");
    input.disabled = model.get("disabled");
  }
  function begin(chosen) {
    if (!chosen) return;
    error.textContent = "";
    if (chosen.size > model.get("limit")) {
      el.classList.add("dc-invalid");
      error.textContent = `The file has ${(chosen.size / 1e6).toFixed(1)} MB; at most ${model.get("limit") / 1e6} MB can be taken. Nothing was sent.`;
      input.value = "";
      return;
    }
    file = chosen;
    state.textContent = "Reading " + file.name + "…";
    model.send({ t: "begin", name: file.name, size: file.size });
  }
  input.addEventListener("change", () => begin(input.files[0]));
  zone.addEventListener("dragover", (e) => { e.preventDefault(); zone.classList.add("dc-over"); });
  zone.addEventListener("dragleave", () => zone.classList.remove("dc-over"));
  zone.addEventListener("drop", (e) => {
    e.preventDefault();
    zone.classList.remove("dc-over");
    if (!model.get("disabled")) begin(e.dataTransfer.files[0]);
  });
  model.on("msg:custom", async (message) => {
    if (message.t === "next" && file) {
      const end = Math.min(file.size, message.from + model.get("piece"));
      const part = await file.slice(message.from, end).arrayBuffer();
      state.textContent = `Reading ${file.name}: ${Math.round((100 * message.from) / file.size)} %`;
      model.send({ t: "piece" }, undefined, [part]);
    } else if (message.t === "done") {
      state.textContent = message.ok && file ? file.name + " was read." : "";
      input.value = "";
      file = null;
    }
  });
  model.on("change:label change:help change:error change:accept change:disabled", dress);
  dress();
}
export default { render };
