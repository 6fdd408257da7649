// Sorts, filters, copies and draws. Without it the page says the same.
"use strict";

// Sorting: a table's bodies where it has one for each sender, else its rows.

function valueOf(cell) {
  const text = cell ? cell.textContent.trim() : "";
  return /^[\d,]+$/.test(text) ? Number(text.replaceAll(",", "")) : text;
}

const collator = new Intl.Collator("en", { numeric: true });

function compare(a, b) {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return collator.compare(String(a), String(b));
}

function sortTable(table, column, direction) {
  const bodies = [...table.tBodies];
  const items = bodies.length > 1 ? bodies : [...bodies[0].rows];
  const row = (item) => (item.rows ? item.rows[0] : item);
  const keyed = items.map((item) => [valueOf(row(item).cells[column]), item]);
  const sign = direction === "ascending" ? 1 : -1;
  keyed.sort((a, b) => sign * compare(a[0], b[0]));
  const parent = items[0].parentNode;
  parent.append(...keyed.map(([, item]) => item));
}

function makeSortable(table) {
  const headers = [...table.tHead.rows[0].cells];
  headers.forEach((header, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = header.textContent;
    header.replaceChildren(button);
    button.addEventListener("click", () => {
      const first = header.dataset.first || "ascending";
      const other = first === "ascending" ? "descending" : "ascending";
      const direction = header.getAttribute("aria-sort") === first ? other : first;
      headers.forEach((each) => each.removeAttribute("aria-sort"));
      header.setAttribute("aria-sort", direction);
      sortTable(table, column, direction);
    });
  });
}

for (const table of document.querySelectorAll("table.sortable")) {
  if (table.tBodies.length > 0) makeSortable(table);
}

// Filtering: senders, or the domains of an index.

const found = document.getElementById("found");
const filter = document.getElementById("filter");

function applyFilter() {
  const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  let all = 0;
  for (const table of document.querySelectorAll("table.senders, table.domains")) {
    let inTable = 0;
    for (const body of table.tBodies) {
      body.dataset.text ??= body.textContent.toLowerCase();
      const matches = words.every((word) => body.dataset.text.includes(word));
      body.hidden = !matches;
      all += 1;
      if (matches) inTable += 1;
    }
    shown += inTable;
    const section = table.closest("section.class");
    if (section) section.hidden = inTable === 0;
  }
  found.textContent = words.length === 0 ? "" : `${shown} of ${all} match`;
}

if (filter) {
  filter.closest(".tools").hidden = false;
  filter.addEventListener("input", applyFilter);
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      filter.focus();
    } else if (event.key === "Escape" && event.target === filter) {
      filter.value = "";
      applyFilter();
    }
  });
}

const unfold = document.getElementById("unfold");
if (unfold) {
  unfold.addEventListener("click", () => {
    const open = unfold.getAttribute("aria-pressed") !== "true";
    for (const details of document.querySelectorAll(".senders details")) details.open = open;
    unfold.setAttribute("aria-pressed", String(open));
    unfold.textContent = open ? "Close all" : "Open all";
  });
}

// Copying: the clipboard is only there for secure pages; selecting the text always works.

async function copy(value, button) {
  const selection = getSelection();
  selection.selectAllChildren(value);
  let copied = true;
  try {
    await navigator.clipboard.writeText(value.textContent);
  } catch {
    copied = document.execCommand("copy");
  }
  button.textContent = copied ? "Copied" : "Press Ctrl+C";
  setTimeout(() => { button.textContent = "Copy"; }, 2500);
}

for (const button of document.querySelectorAll("button.copy")) {
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  const value = button.parentNode.querySelector(".value");
  button.addEventListener("click", () => copy(value, button));
}

// Drawing: mail by day and class, in the colours of the style.

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

function paint(chart) {
  const scales = chart.options.scales;
  for (const axis of [scales.x, scales.y]) {
    axis.ticks.color = colour("faint");
    axis.grid.color = colour("line");
  }
  chart.options.plugins.legend.labels.color = colour("text");
  for (const series of chart.data.datasets) series.backgroundColor = colour(series.key);
}

function draw(figure, data) {
  figure.hidden = false;
  const axis = { ticks: {}, grid: {} };
  const chart = new Chart(figure.querySelector("canvas"), {
    type: "bar",
    data: {
      labels: data.days,
      datasets: data.classes.map((each) => ({
        key: each.key, label: each.name, data: each.values, backgroundColor: colour(each.key),
        categoryPercentage: 1, barPercentage: .9,
      })),
    },
    options: {
      animation: false,
      maintainAspectRatio: false,
      interaction: { mode: "index", intersect: false },
      plugins: { legend: { position: "bottom", labels: { boxWidth: 12 } } },
      scales: {
        x: { ...axis, stacked: true, ticks: { maxRotation: 0, autoSkipPadding: 24 }, grid: { display: false } },
        y: { ...axis, stacked: true, beginAtZero: true, ticks: { precision: 0 }, grid: {} },
      },
    },
  });
  const repaint = () => { paint(chart); chart.update(); };
  repaint();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  const forPrint = matchMedia("print");
  forPrint.addEventListener("change", () => { chart.resize(); repaint(); });
}

const figure = document.getElementById("chart");
if (figure) {
  const data = JSON.parse(document.getElementById("data").textContent);
  if (data.classes.length > 0) draw(figure, data);
}
