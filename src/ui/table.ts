import { type Html, html, type Part } from './html.ts';

/**
 * Rows that become stacked facts on a narrow screen; the roles keep it a table for screen readers there.
 * Each row has as many cells as there are columns.
 */
export const table = (t: {
  caption: string;
  columns: readonly string[];
  rows: readonly (readonly Part[])[];
}): Html => html`
  <table class="table" role="table">
    <caption class="visually-hidden">${t.caption}</caption>
    <thead role="rowgroup"><tr role="row">${t.columns.map((column) => html`<th scope="col" role="columnheader">${column}</th>`)}</tr></thead>
    <tbody role="rowgroup">${t.rows.map(
      (row) =>
        html`<tr role="row">${row.map((cell, index) => html`<td role="cell" data-column="${t.columns[index]}">${cell}</td>`)}</tr>`,
    )}</tbody>
  </table>`;
