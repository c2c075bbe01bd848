// The status line. Fields tell it through window events what is on its way, so that it is
// honest before the kernel has heard of anything.
function render({ model, el }) {
  el.classList.add("dc-part", "dc-status");
  const dot = document.createElement("span");
  dot.className = "dc-status-dot";
  dot.setAttribute("aria-hidden", "true");
  const shown = document.createElement("span");
  const polite = document.createElement("span");
  polite.className = "dc-sr";
  polite.setAttribute("role", "status");
  const loud = document.createElement("span");
  loud.className = "dc-sr";
  loud.setAttribute("role", "alert");
  el.append(dot, shown, polite, loud);

  const pending = new Map();
  let spokenAt = 0;
  let editing = false;
  const time = (seconds) => new Date(seconds * 1000).toLocaleTimeString([], { hour12: false });

  function draw() {
    let state = model.get("state");
    let words = model.get("words");
    const waiting = [...pending.values()];
    const oldest = waiting.length ? Math.min(...waiting) : 0;
    if (waiting.length && Date.now() - oldest > 8000) {
      state = "failed";
      words = "NOT saved yet: no answer from the workbench. Your text is kept in this page.";
    } else if ((waiting.length || editing) && state !== "failed") {
      state = "saving";
      words = "Saving…";
    } else if (state === "saved" && model.get("saved_at")) {
      words = "Saved " + time(model.get("saved_at"));
    } else if (state === "failed" && model.get("saved_at") && !words.includes("nothing was lost")) {
      words += " (Last saved " + time(model.get("saved_at")) + ".)";
    }
    el.dataset.state = state;
    if (shown.textContent === words) return;
    shown.textContent = words;
    if (state === "failed") {
      loud.textContent = words;
      polite.textContent = "";
    } else {
      loud.textContent = "";
      const due = Date.now() - spokenAt > 20000;
      if (state === "note" || (state === "saved" && due)) {
        polite.textContent = words;
        spokenAt = Date.now();
      }
    }
  }
  const on = {
    "dc:editing": () => { editing = true; draw(); },
    "dc:sent": (e) => { editing = false; pending.set(e.detail, Date.now()); draw(); },
    "dc:answered": (e) => { pending.delete(e.detail); draw(); },
    "dc:idle": () => { editing = false; draw(); },
  };
  for (const name in on) window.addEventListener(name, on[name]);
  model.on("change:state change:words change:saved_at", draw);
  const ticking = setInterval(draw, 1000);
  draw();
  return () => {
    clearInterval(ticking);
    for (const name in on) window.removeEventListener(name, on[name]);
  };
}
export default { render };
