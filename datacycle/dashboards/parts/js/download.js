// Asks the kernel for a file and gives it to the browser to save.
function render({ model, el }) {
  el.classList.add("dc-part", "dc-download");
  const button = document.createElement("button");
  button.type = "button";
  const state = document.createElement("span");
  state.className = "dc-sr";
  state.setAttribute("role", "status");
  el.append(button, state);
  let pieces = [];
  function dress() {
    button.className = "dc-button" + (model.get("primary") ? " dc-primary" : "");
    button.textContent = model.get("words");
    button.disabled = model.get("disabled");
  }
  button.onclick = () => {
    pieces = [];
    button.setAttribute("aria-busy", "true");
    state.textContent = "Making the file…";
    model.send({ t: "make" });
  };
  model.on("msg:custom", (message, buffers) => {
    if (message.t === "piece") { pieces.push(buffers[0]); return; }
    button.removeAttribute("aria-busy");
    if (message.t !== "whole") { state.textContent = ""; return; }
    const address = URL.createObjectURL(new Blob(pieces, { type: model.get("media_type") }));
    const anchor = document.createElement("a");
    anchor.href = address;
    anchor.download = model.get("file_name");
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
    state.textContent = "The file is ready.";
    pieces = [];
  });
  model.on("change", dress);
  dress();
}
export default { render };
