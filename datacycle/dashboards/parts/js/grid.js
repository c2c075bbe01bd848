// A table whose cells can be picked: one stop for the Tab key, arrows move, Enter picks.
function make(name, cls, text) {
  const node = document.createElement(name);
  if (cls) node.className = cls;
  if (text !== undefined) node.textContent = text;
  return node;
}
function render({ model, el }) {
  el.classList.add("dc-part", "dc-grid");
  const wrap = make("div", "dc-table-wrap");
  el.append(wrap);
  let at = [0, 0];

  function draw() {
    const grid = model.get("grid");
    const picked = model.get("picked");
    const inside = wrap.contains(document.activeElement);
    wrap.replaceChildren();
    if (!grid.rows) return;
    const table = make("table", "dc-table");
    table.setAttribute("role", "grid");
    table.append(make("caption", "", grid.caption));
    const head = make("thead");
    const top = make("tr");
    const corner = make("th", "dc-left", grid.row_title);
    corner.scope = "col";
    top.append(corner);
    for (const [, words] of grid.columns) {
      const cell = make("th", "dc-left", words);
      cell.scope = "col";
      top.append(cell);
    }
    head.append(top);
    const body = make("tbody");
    grid.rows.forEach(([rowId, rowWords], r) => {
      const line = make("tr");
      const name = make("th", "dc-left", rowWords);
      name.scope = "row";
      line.append(name);
      grid.columns.forEach(([columnId], c) => {
        const data = grid.cells[r][c];
        const cell = make("td");
        cell.setAttribute("role", "gridcell");
        cell.tabIndex = -1;
        cell.dataset.r = r;
        cell.dataset.c = c;
        const on = picked.row === rowId && picked.column === columnId;
        cell.setAttribute("aria-selected", String(on));
        if (data) {
          const chip = make("span", "dc-cell" + (data.state ? " dc-" + data.state : ""));
          const words = make("span", "dc-cell-words", data.text);
          if (data.mark) {
            const sign = make("span", "", data.mark + " ");
            sign.setAttribute("aria-hidden", "true");
            words.prepend(sign);
          }
          chip.append(words);
          if (data.detail) chip.append(make("small", "", data.detail));
          cell.append(chip);
        }
        cell.onclick = () => { at = [r, c]; choose(rowId, columnId); };
        line.append(cell);
      });
      body.append(line);
    });
    table.append(head, body);
    wrap.append(table);
    place(inside);
  }
  function place(focus) {
    const grid = model.get("grid");
    at[0] = Math.max(0, Math.min(at[0], grid.rows.length - 1));
    at[1] = Math.max(0, Math.min(at[1], grid.columns.length - 1));
    wrap.querySelectorAll("td").forEach((cell) => {
      const here = +cell.dataset.r === at[0] && +cell.dataset.c === at[1];
      cell.tabIndex = here ? 0 : -1;
      if (here && focus) cell.focus();
    });
  }
  function choose(row, column) { model.send({ t: "pick", row, column }); place(true); }
  wrap.addEventListener("keydown", (event) => {
    const grid = model.get("grid");
    if (!event.target.matches("td")) return;
    const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    if (moves[event.key]) {
      at = [at[0] + moves[event.key][0], at[1] + moves[event.key][1]];
      place(true);
    } else if (event.key === "Home") { at[1] = 0; place(true); }
    else if (event.key === "End") { at[1] = grid.columns.length - 1; place(true); }
    else if (event.key === "Enter" || event.key === " ") {
      choose(grid.rows[at[0]][0], grid.columns[at[1]][0]);
    } else return;
    event.preventDefault();
  });
  model.on("change:grid change:picked", draw);
  draw();
}
export default { render };
