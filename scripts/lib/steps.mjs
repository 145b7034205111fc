// Says what is going on: every step that takes more than a second is named, with its time. On a terminal a line that
// moves, elsewhere plain lines.
const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const running = new Map();
let timer;
let tick = 0;
let drawn = false;

/**
 * Runs `work(note)` as a step called `name`; `note(text)` says what it is at. A line is printed when it ends, unless it
 * took less than a second, and while it runs.
 */
export async function step(name, work) {
  const entry = { name, note: '', begun: Date.now(), announced: false };
  running.set(entry, entry);
  timer ??= setInterval(draw, process.stdout.isTTY ? 100 : 1000);
  try {
    const result = await work((text) => {
      entry.note = text;
    });
    end(entry, '✓');
    return result;
  } catch (error) {
    entry.announced = true;
    end(entry, '✗');
    throw error;
  }
}

/** Prints a line of its own, above the moving one. */
export function say(text) {
  clearLine();
  process.stdout.write(`${text}\n`);
}

/** Milliseconds for people: `0.4 s`, `12 s`, `3 min 05 s`. */
export function duration(ms) {
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

function end(entry, mark) {
  running.delete(entry);
  const ms = Date.now() - entry.begun;
  if (ms >= 1000 || entry.announced) say(`${mark} ${entry.name} (${duration(ms)})`);
  if (running.size === 0) {
    clearLine();
    clearInterval(timer);
    timer = undefined;
  }
}

function draw() {
  tick++;
  const now = Date.now();
  if (!process.stdout.isTTY) {
    for (const entry of running.values()) {
      const seconds = Math.round((now - entry.begun) / 1000);
      if (!entry.announced) say(`… ${entry.name}`);
      else if (seconds % 30 === 0)
        say(`… ${entry.name}, ${duration(now - entry.begun)}${entry.note && `: ${entry.note}`}`);
      entry.announced = true;
    }
    return;
  }
  const parts = [...running.values()].map(
    (entry) => `${entry.name} ${duration(now - entry.begun)}${entry.note && ` · ${entry.note}`}`,
  );
  const width = (process.stdout.columns || 80) - 3;
  const text = parts.join('   ').replace(/\s+/g, ' ').slice(0, width);
  process.stdout.write(`\r\x1b[2K${frames[tick % frames.length]} ${text}`);
  drawn = true;
}

function clearLine() {
  if (process.stdout.isTTY && drawn) process.stdout.write('\r\x1b[2K');
  drawn = false;
}
