// Builds web/static/dist/: app.css (Tailwind), one bundle per page kind (esbuild), the fonts that app.css names.
import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { context } from "esbuild";

const out = fileURLToPath(new URL("../static/dist/", import.meta.url));
const here = fileURLToPath(new URL(".", import.meta.url));
const watching = process.argv.includes("--watch");

mkdirSync(`${out}fonts`, { recursive: true });
for (const script of ["latin", "latin-ext"]) {
  const font = `inter-${script}-wght-normal.woff2`;
  copyFileSync(`${here}node_modules/@fontsource-variable/inter/files/${font}`, `${out}fonts/${font}`);
}

const tailwind = spawn(
  process.execPath,
  [
    "node_modules/@tailwindcss/cli/dist/index.mjs",
    "--input", "src/app.css",
    "--output", `${out}app.css`,
    "--minify",
    ...(watching ? ["--watch=always"] : []),
  ],
  { cwd: here, stdio: ["ignore", "ignore", "pipe"] },
);
let complaint = "";
tailwind.stderr.on("data", (text) => (complaint += text));

const scripts = await context({
  absWorkingDir: here,
  entryPoints: ["src/app.js", "src/chart.js", "src/theme.js", "src/till.js"],
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  outdir: out,
  logLevel: "warning",
});
if (watching) {
  await scripts.watch();
} else {
  await scripts.rebuild();
  await scripts.dispose();
}

tailwind.on("close", (code) => {
  if (code) console.error(complaint);
  process.exit(code ?? 1);
});
