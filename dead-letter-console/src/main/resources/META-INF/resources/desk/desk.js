// The desk in the browser: keys, times that go on, and rows that follow the log without jumping.
(() => {
  'use strict';
  const $ = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const list = () => $('#list');
  const card = () => $('#card[data-id]');
  const lineOf = (id) => document.getElementById('line-' + id);

  // ---- times ----
  const span = (milliseconds) => {
    const seconds = Math.floor(Math.abs(milliseconds) / 1000);
    if (seconds < 60) return seconds + ' s';
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) return minutes + ' min';
    const hours = Math.floor(minutes / 60);
    if (hours < 48) return minutes % 60 === 0 || hours >= 10 ? hours + ' h' : hours + ' h ' + (minutes % 60) + ' min';
    return Math.floor(hours / 24) + ' d';
  };
  const tellTime = () => {
    const now = Date.now();
    // A point within a sentence stays as the sentence has it: "opens at", and not "opens at in 4 min".
    for (const time of all('time[datetime]:not(.point)')) {
      const away = Date.parse(time.dateTime) - now;
      time.textContent = away < 0 ? span(away) + ' ago' : 'in ' + span(away);
    }
    for (const due of all('[data-until]')) {
      const left = Date.parse(due.dataset.until) - now;
      due.textContent = left < 0 ? 'time is up' : span(left) + ' left';
      due.classList.toggle('soon', left < 30 * 60000);
    }
  };
  setInterval(tellTime, 1000);

  // ---- the open letter ----
  let shown = null;
  const markOpen = () => {
    const open = card();
    if (open && open.dataset.id !== shown) lineOf(open.dataset.id)?.scrollIntoView({ block: 'nearest' });
    shown = open?.dataset.id ?? null;
    document.body.classList.toggle('has-card', open !== null);
    for (const link of all('.line a')) {
      const current = open !== null && link.closest('.line').dataset.id === open.dataset.id;
      current ? link.setAttribute('aria-current', 'true') : link.removeAttribute('aria-current');
    }
  };
  document.addEventListener('htmx:afterSwap', () => { markOpen(); tellTime(); });
  document.addEventListener('htmx:afterSettle', (event) => {
    if (event.target.id === 'card' && event.detail.requestConfig?.verb === 'get') $('#pane').scrollTop = 0;
    if (event.target.id === 'list') listen();
  });
  const complain = (text) => {
    $('.toast')?.remove();
    const toast = document.createElement('p');
    toast.className = 'toast';
    toast.setAttribute('role', 'alert');
    toast.textContent = text;
    document.body.append(toast);
    setTimeout(() => toast.remove(), 8000);
  };
  document.addEventListener('htmx:responseError', (event) =>
    complain('The desk answered ' + event.detail.xhr.status + '. Nothing was decided; load the page again.'));
  document.addEventListener('htmx:sendError', () => complain('The desk cannot be reached.'));
  window.addEventListener('popstate', () => location.reload());

  // ---- a comment where one is due ----
  document.addEventListener('click', (event) => {
    const button = event.target.closest('button[data-needs-comment]');
    const comment = $('#comment');
    if (!button || !comment || comment.value.trim() !== '') return;
    event.preventDefault();
    event.stopPropagation();
    comment.classList.add('wanted');
    comment.placeholder = 'Say why before you ' + button.textContent.trim().toLowerCase();
    comment.focus();
  }, true);
  document.addEventListener('input', (event) => event.target.classList.remove('wanted'));

  // ---- following the log ----
  const news = new Set();
  const showNews = () => {
    const button = $('#news');
    if (!button) return;
    button.hidden = news.size === 0;
    button.textContent = news.size + ' new, show';
  };
  const reloadList = () => {
    news.clear();
    const open = card();
    const query = list().dataset.query;
    const more = open ? (query ? '&' : '?') + 'open=' + encodeURIComponent(open.dataset.id) : '';
    const here = location.pathname + location.search;
    htmx.ajax('GET', '/letters' + query + more, { target: '#list', swap: 'outerHTML' }).then(() => {
      history.replaceState(history.state, '', here);
      markOpen();
    });
  };
  document.addEventListener('click', (event) => { if (event.target.id === 'news') reloadList(); });

  const refreshLine = (id) => {
    const query = list().dataset.query;
    const open = card()?.dataset.id === id;
    htmx.ajax('GET', '/letters/' + encodeURIComponent(id) + '/line' + (query ? query + '&' : '?') + 'open=' + open,
      { target: '#line-' + CSS.escape(id), swap: 'outerHTML' }).then(() => lineOf(id)?.classList.add('fresh'));
  };
  const isBusy = () => {
    const comment = $('#comment');
    return (comment && comment.value !== '') || $('#decision')?.contains(document.activeElement)
      || $('.htmx-request') !== null || getSelection()?.toString() !== '';
  };
  const refreshCard = () => {
    const open = card();
    if (!open) return;
    if (isBusy()) {
      const changed = $('#changed');
      $('span', changed).textContent = 'This letter has changed while you look at it.';
      changed.hidden = false;
      return;
    }
    const pane = $('#pane');
    const top = pane.scrollTop;
    const unfolded = all('details', open).map((details) => details.open);
    const notice = $('.notice', open);
    htmx.ajax('GET', '/letters/' + encodeURIComponent(open.dataset.id) + list().dataset.query,
      { target: '#card', swap: 'outerHTML' }).then(() => {
        const now = card();
        all('details', now).forEach((details, at) => { if (unfolded[at] !== undefined) details.open = unfolded[at]; });
        if (notice && !$('.notice', now)) $('header', now).after(notice);
        pane.scrollTop = top;
      });
  };
  const refreshLater = (() => {
    let timer;
    return () => { clearTimeout(timer); timer = setTimeout(refreshCard, 150); };
  })();

  // The numbers follow what changes, also where the rows wait to be shown; nothing else of the list moves.
  const recount = async () => {
    const of = list()?.dataset.query;
    const answer = await fetch('/letters' + of, { headers: { 'HX-Request': 'true' } }).catch(() => null);
    if (!answer?.ok || list()?.dataset.query !== of) return;
    const now = all('.n', new DOMParser().parseFromString(await answer.text(), 'text/html'));
    const shownCounts = all('.n', list());
    if (now.length === shownCounts.length) shownCounts.forEach((count, at) => { count.textContent = now[at].textContent; });
  };
  const recountLater = (() => {
    let timer = null;
    return () => { timer ??= setTimeout(() => { timer = null; recount(); }, 500); };
  })();

  let source;
  const listen = () => {
    source?.close();
    if (!list() || !window.EventSource) return;
    news.clear();
    const light = $('#live');
    source = new EventSource('/live' + list().dataset.query);
    source.onopen = () => { if (light) { light.hidden = false; light.classList.remove('off'); light.textContent = 'live'; } };
    source.onerror = () => { if (light) { light.hidden = false; light.classList.add('off'); light.textContent = 'not live'; } };
    let first = true;
    source.onmessage = (event) => {
      const update = JSON.parse(event.data);
      if (update.missed && !first) reloadList();
      if (update.missed) first = false;
      const matching = new Set(update.matching);
      if (update.changed.length > 0) recountLater();
      for (const id of update.changed) {
        if (lineOf(id)) refreshLine(id);
        else if (matching.has(id)) news.add(id);
        if (card()?.dataset.id === id) refreshLater();
      }
      if (news.size > 0 && !card() && ($('#lines')?.scrollTop ?? 0) === 0 && !list().contains(document.activeElement)) reloadList();
      else showNews();
    };
  };
  document.addEventListener('DOMContentLoaded', () => { tellTime(); markOpen(); listen(); });
  window.addEventListener('pagehide', () => source?.close());

  // ---- keys ----
  const move = (step) => {
    const links = all('.line a');
    if (links.length === 0) return;
    const at = links.findIndex((link) => link === document.activeElement || link.hasAttribute('aria-current'));
    const next = links[Math.min(Math.max(at + step, 0), links.length - 1)];
    next.focus();
    next.scrollIntoView({ block: 'nearest' });
    if (card()) next.click();
  };
  const press = (...decisions) => {
    for (const decision of decisions) {
      const button = $('#decision button[value=' + decision + ']');
      if (button) { button.focus(); button.scrollIntoView({ block: 'nearest' }); return; }
    }
  };
  const keys = {
    j: () => move(1),
    k: () => move(-1),
    a: () => press('APPROVE', 'CONFIRM'),
    r: () => press('RETRY'),
    d: () => press('REJECT', 'DISCARD'),
    c: () => $('#comment')?.focus(),
    '/': () => $('#q') ? $('#q').focus() : location.assign('/letters'),
    '?': () => $('#help').showModal(),
    Escape: () => {
      if (document.activeElement !== document.body) document.activeElement.blur();
      else if (card()) location.assign('/letters' + list().dataset.query);
    },
  };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || $('#help').open) return;
    const writing = event.target.matches('input:not([type=checkbox]), textarea, select');
    if (writing && event.key !== 'Escape') return;
    const action = keys[event.key];
    if (action) { event.preventDefault(); action(); }
  });
  document.addEventListener('click', (event) => { if (event.target.closest('[data-help]')) $('#help').showModal(); });
})();
