// What is left of the caller's budgets: what is used, what is held for answers under way, and when a window opens.
import { $, el } from './dom.js';
import { amount, span, tellTime, windowWords } from './words.js';

const GATHER = 120;
const ANYWAY = 20_000;
const TIGHT = 0.15;

/** The panel; it asks anew whenever something has changed, and now and then besides. */
export class Budgets {
  constructor(door) {
    this.door = door;
    this.rows = new Map();
    this.known = [];
    this.timer = null;
    setInterval(() => this.tellWindows(), 1000);
    setInterval(() => { if (!document.hidden) this.refresh(); }, ANYWAY);
    document.addEventListener('visibilitychange', () => { if (!document.hidden) this.refresh(); });
  }

  /** Soon, and once for many changes. */
  changed() {
    this.timer ??= setTimeout(() => { this.timer = null; this.refresh(); }, GATHER);
  }

  /** The budget of that name, as last heard; undefined if there is none. */
  named(name) {
    return this.known.find((budget) => budget.name === name);
  }

  async refresh() {
    const answer = await this.door.ask('GET', '/v1/budgets');
    const note = $('budgets-note');
    if (!answer.ok) {
      note.textContent = this.known.length ? 'As of before: they cannot be asked now.' : 'They cannot be asked now.';
      $('budgets').classList.add('stale');
      return;
    }
    $('budgets').classList.remove('stale');
    this.known = answer.body.budgets;
    note.textContent = this.known.length ? '' : 'Nothing limits what you ask for.';
    const names = new Set(this.known.map((budget) => budget.name));
    for (const [name, row] of this.rows) if (!names.has(name)) { row.remove(); this.rows.delete(name); }
    for (const budget of this.known) this.show(budget);
    this.tellWindows();
  }

  show(budget) {
    let row = this.rows.get(budget.name);
    if (!row) {
      row = el('li', { className: 'budget', data: { name: budget.name } },
        el('p', { className: 'title' }, el('b', {}, budget.name), el('span', { className: 'window' })),
        el('p', { className: 'left' }, el('b', {}), el('span')),
        el('div', { className: 'bar', role: 'img' }, el('span', { className: 'used' }), el('span', { className: 'held' })),
        el('p', { className: 'parts' }, el('span', { className: 'spent' }), el('span', { className: 'opens' })));
      this.rows.set(budget.name, row);
      $('budget-list').append(row);
    }
    const of = (name) => row.querySelector('.' + name);
    const left = Math.max(0, budget.left);
    const share = (part) => budget.limit > 0 ? Math.min(100, Math.max(0, 100 * part / budget.limit)) : 100;
    of('window').textContent = windowWords(budget.window);
    row.querySelector('.left b').textContent = amount(left, budget.unit);
    row.querySelector('.left span').textContent = ' left of ' + amount(budget.limit, budget.unit).split(' ')[0];
    of('used').style.width = share(budget.used) + '%';
    of('held').style.width = Math.min(100 - share(budget.used), share(budget.held)) + '%';
    for (const part of ['used', 'held']) of(part).classList.toggle('some', budget[part] > 0);
    of('bar').ariaLabel = amount(budget.used, budget.unit) + ' used, ' + amount(budget.held, budget.unit) + ' held';
    of('spent').textContent = amount(budget.used, budget.unit).split(' ')[0] + ' used'
      + (budget.held > 0 ? ', ' + amount(budget.held, budget.unit).split(' ')[0] + ' held' : '');
    row.classList.toggle('tight', left <= budget.limit * TIGHT);
    row.dataset.used = budget.used;
    row.dataset.held = budget.held;
    row.dataset.left = budget.left;
  }

  tellWindows() {
    tellTime();
    for (const budget of this.known) {
      const away = Date.parse(budget.resets) - Date.now();
      const words = budget.used + budget.held === 0 ? '' : away > 0 ? 'opens in ' + span(away) : 'opens';
      this.rows.get(budget.name).querySelector('.opens').textContent = words;
      if (away < -1000 && words !== '') this.changed();
    }
  }
}
