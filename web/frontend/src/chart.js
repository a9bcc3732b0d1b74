// The trend on the home page. Its numbers are a JSON script in the page: {days, now, before, currency, locale, decimals}.
import uPlot from "uplot";

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function options(element, data) {
  const compact = new Intl.NumberFormat(data.locale, { notation: "compact", maximumFractionDigits: 1 });
  const full = new Intl.NumberFormat(data.locale, { style: "currency", currency: data.currency });
  const day = new Intl.DateTimeFormat(data.locale, { day: "numeric", month: "short", timeZone: "UTC" });
  const axis = { stroke: colour("--muted-foreground"), font: "11px Inter Variable, sans-serif", ticks: { show: false } };
  const spline = uPlot.paths.spline();
  const money = (_, value) => (value == null ? "–" : full.format(value));
  return {
    width: element.clientWidth,
    height: element.clientHeight,
    legend: { show: false },
    cursor: { points: { size: 7 }, drag: { x: false, y: false } },
    scales: { x: { time: false }, y: { range: (_, low, high) => [0, Math.max(high * 1.08, 1)] } },
    axes: [
      {
        ...axis,
        size: 34,
        grid: { show: false },
        space: 56,
        incrs: [1, 2, 5, 7, 14],
        values: (_, splits) => splits.map((at) => (Number.isInteger(at) && data.days[at] ? day.format(new Date(data.days[at])) : "")),
      },
      { ...axis, size: 52, grid: { stroke: colour("--border"), width: 1 }, values: (_, splits) => splits.map((v) => compact.format(v)) },
    ],
    series: [
      { value: (_, at) => (at == null ? "" : day.format(new Date(data.days[at]))) },
      { label: "Before", stroke: colour("--chart-before"), width: 1.5, paths: spline, points: { show: false }, value: money },
      { label: "Now", stroke: colour("--chart-line"), fill: colour("--chart-fill"), width: 2, paths: spline, points: { show: false }, value: money },
    ],
    hooks: { setCursor: [(plot) => describe(element, plot, data, day, full)] },
  };
}

function describe(element, plot, data, day, full) {
  const reading = document.getElementById(element.dataset.reading);
  const at = plot.cursor.idx;
  reading.textContent = at == null ? "" : `${day.format(new Date(data.days[at]))}: ${full.format(data.now[at])}`;
}

function draw(element) {
  const data = JSON.parse(document.getElementById(element.dataset.chart).textContent);
  element.replaceChildren();
  return new uPlot(options(element, data), [data.days.map((_, at) => at), data.before, data.now], element);
}

for (const element of document.querySelectorAll("[data-chart]")) {
  let plot = draw(element);
  new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: element.clientHeight })).observe(element);
  document.addEventListener("theme", () => {
    plot = draw(element);
  });
}
