// What was measured, as one table.

export const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** A row that compares medians; `limit` is the largest ratio allowed, or nothing for a figure that is only told. */
export function comparison(what, where, unit, reference, companion, limit) {
  const [base, ours] = [median(reference), median(companion)];
  return { what, where, unit, reference: base, companion: ours, ratio: ours / base, limit, rounds: companion.length };
}

/** Prints all rows; whether every one is within its limit. */
export function report(rows) {
  const number = (value) => (value === undefined ? "" : value >= 1000 ? value.toFixed(0) : value.toPrecision(3));
  const cells = rows.map((row) => {
    const over = row.limit !== undefined && !(row.ratio <= row.limit);
    return {
      over,
      cells: [
        row.what,
        row.where,
        row.unit,
        number(row.reference),
        number(row.companion),
        row.ratio === undefined ? "" : row.ratio.toFixed(3),
        row.limit === undefined ? "" : `${row.limit}`,
        row.limit === undefined ? "" : over ? "OVER" : "ok",
      ],
    };
  });
  const head = ["what", "where", "unit", "reference or before", "companion or after", "ratio", "limit", ""];
  const widths = head.map((title, column) => Math.max(title.length, ...cells.map((row) => row.cells[column].length)));
  const line = (row) => row.map((cell, column) => (column < 3 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join("  ");
  console.log(`\n${line(head)}\n${widths.map((width) => "-".repeat(width)).join("  ")}`);
  for (const row of cells) console.log(line(row.cells).trimEnd());
  const over = cells.filter((row) => row.over).length;
  console.log(over === 0 ? "\nAll within their limits." : `\n${over} over the limit.`);
  return over === 0;
}
