// Counts down to a deadline that the kernel set. The difference between the server's clock and
// this computer's is kept, so that a wrong clock shows the right time.
function make(name, cls, text) {
  const node = document.createElement(name);
  if (cls) node.className = cls;
  if (text !== undefined) node.textContent = text;
  return node;
}
function face(seconds) {
  const whole = Math.abs(Math.ceil(seconds));
  return String(Math.floor(whole / 60)).padStart(2, "0") + ":" + String(whole % 60).padStart(2, "0");
}
const words = (seconds) => (Math.ceil(seconds) < 0 ? "over time " : "") + face(seconds);

function render({ model, el }) {
  el.classList.add("dc-part", "dc-clock");
  const root = make("div", "dc-clock-root");
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", "Clock of the meeting");
  const times = make("div", "dc-clock-times");
  const main = make("span", "dc-clock-main");
  main.setAttribute("role", "timer");
  const caption = make("span", "dc-clock-caption");
  const whole = make("span", "dc-clock-whole");
  times.append(main, caption, whole);
  const buttons = make("div", "dc-clock-buttons");
  const go = make("button", "dc-button dc-small dc-primary");
  const one = make("button", "dc-button dc-small", "+1");
  const five = make("button", "dc-button dc-small", "+5 min");
  go.type = one.type = five.type = "button";
  one.setAttribute("aria-label", "+1 minute more");
  five.setAttribute("aria-label", "+5 min more");
  buttons.append(go, one, five);
  const note = make("div", "dc-clock-note");
  note.setAttribute("role", "status");
  root.append(times, buttons);
  el.append(root, note);

  let offset = 0;
  let warned = null;
  let stepOver = false;
  let hideNote = 0;
  const now = () => Date.now() / 1000 + offset;
  const left = () => (model.get("running") ? model.get("deadline") - now() : model.get("left"));
  const stepLeft = () =>
    model.get("running") ? model.get("step_deadline") - now() : model.get("step_left");

  function say(text) {
    note.textContent = text;
    note.classList.add("dc-shown");
    clearTimeout(hideNote);
    hideNote = setTimeout(() => note.classList.remove("dc-shown"), 15000);
  }
  function draw() {
    const rest = left();
    const step = model.get("has_step");
    const shown = step ? stepLeft() : rest;
    main.textContent = words(shown);
    main.setAttribute("aria-label", step ? "Time left in this step" : "Time left");
    caption.textContent = step ? (shown < 0 ? "this step" : "left in this step") : model.get("started") ? "left" : "planned";
    whole.textContent = step ? (Math.ceil(rest) < 0 ? words(rest) : face(rest) + " left in all") : "";
    root.classList.toggle("dc-over", Math.ceil(shown) < 0);
    root.classList.toggle("dc-soon", Math.ceil(shown) >= 0 && shown <= 60 && model.get("running"));
    root.classList.toggle("dc-still", model.get("started") && !model.get("running"));
    if (!model.get("running")) return;
    const news = [];
    const crossed = model.get("warn_at").filter((m) => rest <= m * 60);
    const tightest = crossed.length ? Math.min(...crossed) : null;
    if (rest < 0 && warned !== 0) {
      warned = 0;
      news.push("The planned time is over. Nothing is locked: go on, add time, or close.");
    } else if (rest >= 0 && tightest !== null && (warned === null || tightest < warned)) {
      warned = tightest;
      news.push(tightest === 1 ? "1 minute left." : tightest + " minutes left.");
    } else if (rest >= 0) warned = tightest; // after more time the same warning may come again
    if (step && shown < 0 && !stepOver && rest >= 0) {
      stepOver = true;
      news.push("The time of this step is over. Go on when the team is ready.");
    } else if (step && shown >= 0) stepOver = false;
    if (news.length) say(news.join(" "));
  }
  function dress() {
    const started = model.get("started");
    const running = model.get("running");
    go.textContent = !started ? "Start" : running ? "Pause" : "Go on";
    buttons.hidden = !model.get("can_control");
    one.hidden = five.hidden = !started;
    go.onclick = () => act(!started ? "start" : running ? "pause" : "resume");
    draw();
  }
  function act(what, minutes) { model.send({ t: "act", what, minutes: minutes ?? null }); }
  one.onclick = () => act("extend", 1);
  five.onclick = () => act("extend", 5);
  const measure = () => {
    // Only a message that has just come tells the difference; an old state keeps the last one.
    const seen = model.get("server_now") - Date.now() / 1000;
    if (Math.abs(seen) > 2) offset = seen;
    else offset = 0;
  };
  model.on("change:server_now", measure);
  model.on("change", dress);
  model.on("msg:custom", (m) => { if (m.t === "now") offset = Math.abs(m.now - Date.now() / 1000) > 2 ? m.now - Date.now() / 1000 : 0; });
  // Which warnings have passed already is found without speaking them.
  const passed = model.get("warn_at").filter((m) => left() <= m * 60);
  warned = model.get("started") && passed.length ? Math.min(...passed) : null;
  if (model.get("started") && left() < 0) warned = 0;
  stepOver = model.get("has_step") && stepLeft() < 0;
  model.send({ t: "now" });
  dress();
  const ticking = setInterval(draw, 250);
  return () => { clearInterval(ticking); clearTimeout(hideNote); };
}
export default { render };
