// One field: label on top, help and error tied to the control, typing saved after a pause.
// What was typed stays in this tab until the kernel has answered that it is kept.
const PAUSE = 1000;
const LONGEST = 5000;
// Each widget brings its own copy of this script, so numbers are given out for the whole page.
const serial = () => (globalThis.dcSerial = (globalThis.dcSerial || 0) + 1);

function make(name, cls, text) {
  const node = document.createElement(name);
  if (cls) node.className = cls;
  if (text !== undefined) node.textContent = text;
  return node;
}
const tell = (name, detail) => window.dispatchEvent(new CustomEvent(name, { detail }));

function render({ model, el }) {
  const kind = model.get("kind");
  const id = "dc-f" + serial();
  const grouped = kind === "radio" || kind === "checks";
  const single = kind === "check";
  el.classList.add("dc-part", "dc-field", "dc-field-" + kind);
  const root = make(grouped ? "fieldset" : "div", "dc-field-root");
  const label = make(grouped ? "legend" : "label", "dc-label");
  if (!grouped) label.htmlFor = id;
  const help = make("p", "dc-help");
  help.id = id + "-help";
  const error = make("p", "dc-error");
  error.id = id + "-error";
  error.setAttribute("role", "alert");
  const draft = make("div", "dc-draft");
  const body = make("div", "dc-field-body");
  let control = null;
  let inputs = [];
  let sent = 0;
  let answered = 0;
  let dirty = false;
  let firstEdit = 0;
  let timer = 0;

  const live = () => model.get("live");
  const key = () => (model.get("draft_key") ? "dc-draft:" + model.get("draft_key") : "");
  const typed = () => ["text", "textarea", "number"].includes(kind);

  function read() {
    if (kind === "checks") return inputs.filter((i) => i.checked).map((i) => i.value);
    if (kind === "radio") return (inputs.find((i) => i.checked) || { value: "" }).value;
    if (single) return control.checked;
    return control.value;
  }
  function write() {
    const value = model.get("shown");
    if (kind === "checks") inputs.forEach((i) => (i.checked = (value || []).includes(i.value)));
    else if (kind === "radio") inputs.forEach((i) => (i.checked = i.value === value));
    else if (single) control.checked = !!value;
    else if (control.value !== String(value ?? "")) control.value = value ?? "";
    grow();
  }
  function grow() {
    if (kind !== "textarea" || !control.scrollHeight) return;
    control.style.height = "auto";
    control.style.height = Math.min(420, control.scrollHeight + 2) + "px";
  }
  function keep() {
    if (!key() || !typed()) return;
    try {
      if (dirty || sent > answered) sessionStorage.setItem(key(), read());
      else sessionStorage.removeItem(key());
    } catch (e) { /* no storage: the status line still tells the truth */ }
  }
  function send() {
    clearTimeout(timer);
    if (!dirty) return;
    dirty = false;
    firstEdit = 0;
    sent += 1;
    if (live()) tell("dc:sent", id);
    model.send({ t: "change", value: read(), seq: sent });
  }
  function edited() {
    dirty = true;
    grow();
    keep();
    if (live()) tell("dc:editing", id);
    if (!typed()) return send();
    const now = Date.now();
    firstEdit = firstEdit || now;
    clearTimeout(timer);
    timer = setTimeout(send, Math.max(0, Math.min(PAUSE, firstEdit + LONGEST - now)));
  }

  function choices() {
    const list = model.get("choices");
    if (kind === "dropdown") {
      control.replaceChildren(
        ...list.map(([value, words]) => {
          const option = make("option", "", words);
          option.value = value;
          return option;
        }),
      );
    } else if (grouped) {
      inputs = [];
      body.replaceChildren(
        ...list.map(([value, words, hint], i) => {
          const line = make("label", "dc-choice");
          const input = make("input");
          input.type = kind === "radio" ? "radio" : "checkbox";
          input.name = id;
          input.value = value;
          input.addEventListener("change", edited);
          inputs.push(input);
          const texts = make("span", "dc-choice-words");
          texts.append(make("span", "", words));
          if (hint) texts.append(make("small", "", hint));
          line.append(input, texts);
          return line;
        }),
      );
    }
    write();
  }
  function dress() {
    label.textContent = model.get("label");
    if (model.get("required")) label.append(make("span", "dc-required", " (needed)"));
    help.textContent = model.get("help");
    help.hidden = !model.get("help");
    const wrong = model.get("error");
    error.textContent = wrong;
    el.classList.toggle("dc-invalid", !!wrong);
    const tied = [model.get("help") ? help.id : "", wrong ? error.id : ""].join(" ").trim();
    for (const node of grouped ? [root] : [control]) {
      if (tied) node.setAttribute("aria-describedby", tied);
      else node.removeAttribute("aria-describedby");
    }
    for (const node of grouped ? inputs : [control]) {
      node.disabled = model.get("disabled");
      if (kind !== "checks" && kind !== "radio") {
        if (wrong) node.setAttribute("aria-invalid", "true");
        else node.removeAttribute("aria-invalid");
        if (model.get("required")) node.setAttribute("aria-required", "true");
      }
    }
  }
  function offerDraft() {
    let text = null;
    try { text = key() && typed() ? sessionStorage.getItem(key()) : null; } catch (e) { return; }
    if (text === null || text === String(model.get("shown") ?? "")) return;
    const back = make("button", "dc-button dc-small", "Put it back");
    const drop = make("button", "dc-button dc-small dc-quiet", "Leave it");
    back.type = drop.type = "button";
    const gone = () => { draft.replaceChildren(); control.focus(); };
    back.onclick = () => { control.value = text; gone(); edited(); send(); };
    drop.onclick = () => { try { sessionStorage.removeItem(key()); } catch (e) {} gone(); };
    draft.append(
      make("p", "", "This was typed here and did not reach the workbench:"),
      make("blockquote", "", text), back, drop,
    );
  }

  if (!grouped) {
    control = make(kind === "textarea" ? "textarea" : kind === "dropdown" ? "select" : "input");
    control.id = id;
    if (kind === "number") { control.type = "number"; control.inputMode = "decimal"; }
    else if (kind === "date") control.type = "date";
    else if (single) control.type = "checkbox";
    else if (kind === "text") control.type = "text";
    for (const [name, value] of Object.entries(model.get("limits"))) control.setAttribute(name, value);
    if (model.get("placeholder")) control.placeholder = model.get("placeholder");
    if (typed()) control.autocomplete = "off";
    control.addEventListener(typed() ? "input" : "change", edited);
    control.addEventListener("blur", send);
    if (kind === "text" || kind === "number")
      control.addEventListener("keydown", (e) => {
        if (e.key !== "Enter") return;
        send();
        model.send({ t: "enter" });
      });
    if (kind === "number")
      control.addEventListener("wheel", () => control.blur(), { passive: true });
    if (single) {
      const line = make("div", "dc-choice");
      line.append(control, label);
      body.append(line);
    } else {
      body.append(control);
      if (model.get("unit")) body.append(make("span", "dc-unit", model.get("unit")));
    }
  }
  root.append(...(single ? [] : [label]), help, body, draft, error);
  el.append(root);
  choices();
  dress();
  offerDraft();

  const flush = () => send();
  const hidden = () => { if (document.hidden) send(); };
  window.addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", hidden);
  model.on("change:shown", () => {
    // What a person is typing wins over what others changed; the store keeps both.
    if (!dirty && sent === answered && !(typed() && document.activeElement === control)) write();
  });
  model.on("change:choices", choices);
  model.on("change:label change:help change:error change:disabled change:required", dress);
  model.on("msg:custom", (m) => {
    if (m.t === "answer") {
      answered = Math.max(answered, m.seq);
      if (live()) tell("dc:answered", id);
      if (m.ok && !dirty) keep();
      if (m.ok && live()) { el.classList.add("dc-kept"); setTimeout(() => el.classList.remove("dc-kept"), 1200); }
    } else if (m.t === "set") {
      dirty = false;
      write();
      keep();
    } else if (m.t === "focus") (control || inputs[0]).focus();
  });
  requestAnimationFrame(grow);
  return () => {
    send();
    window.removeEventListener("pagehide", flush);
    document.removeEventListener("visibilitychange", hidden);
  };
}
export default { render };
