// Makes the sections and the tables of a report from its JSON. What the report says is set as text, never as markup.
'use strict';
const page = JSON.parse(document.getElementById('report').textContent);
const NONE = '-';

function fixed(value, digits) { return value == null ? NONE : value.toFixed(digits); }

function seconds(value) {
  if (value == null) return NONE;
  if (value !== 0 && value < 1e-3) return fixed(value * 1e6, 1) + ' us';
  return value !== 0 && value < 0.1 ? fixed(value * 1e3, 2) + ' ms' : fixed(value, value < 10 ? 3 : 1) + ' s';
}

function count(value) {
  if (value < 1e5) return String(value);
  return value < 1e7 ? fixed(value / 1e3, 0) + 'k' : fixed(value / 1e6, 0) + 'M';
}

function bytes(value) {
  if (value <= 0) return NONE;
  const power = Math.min(4, Math.floor(Math.log2(value) / 10));
  const scaled = value / 1024 ** power;
  return power === 0 ? value + ' B' : fixed(scaled, scaled < 100 ? 1 : 0) + ' ' + 'KMGT'[power - 1] + 'iB';
}

function interval(bounds, digits) {
  return bounds == null ? NONE : fixed(bounds[0], digits) + ' to ' + fixed(bounds[1], digits);
}

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  Object.keys(attributes).filter(key => attributes[key]).forEach(key => made.setAttribute(key, attributes[key]));
  made.append(...children);
  return made;
}

function section(heading, ...children) {
  document.querySelector('main').append(element('section', {}, element('h2', {}, heading), ...children));
}

// Each row is its mark, its name, and the other cells; words are set left, figures right. On a narrow screen rows
// become cards, so each cell carries its heading, and roles are said because blocks have none.
function table(caption, header, words, rows) {
  const place = i => i === 0 || words.includes(i) ? 'words' : '';
  return element('table', { role: 'table' }, element('caption', {}, caption),
    element('thead', { role: 'rowgroup' }, element('tr', { role: 'row' }, ...header.map((text, i) =>
      element('th', { role: 'columnheader', scope: 'col', class: place(i) }, text)))),
    element('tbody', { role: 'rowgroup' }, ...rows.map(([mark, name, ...cells]) => element('tr', { role: 'row', class: mark },
      element('th', { role: 'rowheader', scope: 'row', 'data-heading': header[0] }, name),
      ...cells.map((text, i) => element('td', { role: 'cell', class: place(i + 1), 'data-heading': header[i + 1] }, text))))));
}

function details(summary, ...children) {
  return element('details', {}, element('summary', {}, summary), ...children);
}

// A chart, what it shows for who cannot see it, and the same as tables.
function figure(id, alternative, note, ...tables) {
  return [
    element('figure', {}, element('div', { class: 'chart', id: id, role: 'img', 'aria-label': alternative }),
      element('figcaption', {}, note)),
    details('The same as a table', ...tables)
  ];
}

function head(title, about, headline) {
  document.title = 'blaspool: ' + title;
  document.querySelector('main').append(element('header', {},
    element('p', { class: 'about' }, about), element('h1', {}, headline)));
}

function warnings(all) {
  section('Warnings', all && all.length > 0
    ? element('ul', { class: 'warnings' }, ...all.map(each => element('li', {}, element('strong', {}, each.kind), ' ' + each.text,
      ...(each.advice ? [element('br', {}), element('span', { class: 'advice' }, each.advice)] : []))))
    : element('p', {}, 'None.'));
}

function list(facts) {
  return element('dl', {}, ...Object.keys(facts).map(name =>
    element('div', {}, element('dt', {}, name), element('dd', {}, facts[name]))));
}

function machineAndMethod(report) {
  const machine = report.machine;
  const libraries = report.results.map(row => row.blas || machine.blas).map(blas => blas.kind
    + (blas.version && ' ' + blas.version) + ' (' + (blas.core && blas.core + ', ') + blas.threading + '), ' + blas.path);
  section('Machine', list({
    'CPU': machine.cpu_model,
    'CPUs used': machine.allotment,
    'Physical cores, NUMA nodes': machine.physical_cores + ', ' + machine.numa_nodes,
    'FMA peak before, after': fixed(machine.fma_peak_gflops, 1) + ', ' + fixed(machine.fma_peak_gflops_after, 1) + ' GFLOP/s',
    'One thread copies': fixed(machine.memcpy_gb_per_s, 1) + ' GB/s',
    'BLAS': [...new Set(libraries)].join('; '),
    'Java': machine.java,
    'System': machine.os
  }));
  const samples = report.results.map(row => row.samples).filter(of => of && of.batch_seconds.length > 0);
  const batches = Math.max(1, ...samples.map(of => of.batch_seconds[0].length));
  const starts = Math.max(1, ...samples.map(of => of.invocations));
  section('Method', list({
    'Clock': report.clock === 'cold'
      ? 'cold: from the first allocation to the last result, the start of workers included'
      : 'warm: workers are up and operands in place; set-up is measured apart',
    'Rounds': report.rounds + ' of each way, in an order drawn anew each time, so that what changes with time hits all'
      + ' alike; ' + (batches > 1 ? 'a round is the median of up to ' + batches + ' batches; ' : '')
      + (starts > 1 ? 'worker JVMs were started ' + starts + ' times; ' : '') + report.rounds_tainted
      + ' tainted (others had more than 10 % of the CPUs, or above 103 % of the peak) and run again within a bound',
    'Intervals': report.until_settled
      ? '95 % for all ways together, of the median ratio of batches side by side, by a sequential sign test, which holds'
        + ' whenever one stops'
      : '95 %, of the median of the rounds\' ratios, by a sign test; no difference where it spans 1',
    'Verification': 'every product of every round, outside the clock',
    'Operands': report.workload.fill + ', seed ' + report.workload.seed,
    'Suite': report.suite
  }));
}

function samples(report) {
  return table('Raw samples, seconds in the order of the rounds', ['spec', 'seconds'], [1], report.results.map(row =>
    ['', row.spec, row.seconds.map(each => fixed(each, each < 0.1 ? 6 : 4)).join('  ') || NONE]));
}

function mark(verdict) { return verdict === 'best' || verdict === 'failed' ? verdict : ''; }

function layout(row) {
  const chunk = row.requested && row.requested.chunk_size;
  return row.effective
    ? row.effective.workers + 'x' + (row.effective.blas_threads[0] || '?') + (chunk == null ? '' : '/' + chunk)
    : NONE;
}

// A comparison: the answer, the charts that bear it out, every figure, and what to mind.
function compare() {
  const report = page.report;
  const rows = report.results.map((row, i) => ({ ...row, name: page.names[i], mark: row.verified ? mark(row.verdict) : 'failed' }));
  // What the charts draw: the rows that have times, the fastest first.
  const bars = rows.filter(row => row.median_seconds != null).sort((one, other) => one.median_seconds - other.median_seconds)
    .map(row => ({
      name: row.name, verdict: row.verified ? row.verdict : 'failed', ratio: row.ratio_to_best, bounds: row.ratio_ci95,
      median: row.median_seconds, predicted: row.predicted_seconds, seconds: row.seconds, phases: row.phase_seconds
    }));
  const phases = Object.keys(rows[0].phase_seconds);
  head(page.title, page.about, page.headline);
  document.querySelector('main').append(element('div', { class: 'answers' }, ...Object.keys(page.answers).map(question =>
    element('div', {}, element('h2', {}, question), element('p', {}, page.answers[question])))));
  if (report.recommendation) {
    document.querySelector('main').append(element('p', { class: 'spec' }, 'For files of your own: ',
      element('code', {}, 'blaspool run --strategy ' + report.recommendation.spec)));
  }
  section('How long each takes', ...figure('ratios',
    'Bars of the time relative to the best way: ' + bars.map(bar => bar.name + ' ' + fixed(bar.ratio, 2)).join(', '),
    'Median time over the best median; shorter is better. '
      + (bars.some(bar => bar.bounds) ? 'Whiskers: 95 % interval.' : 'Too few rounds for intervals.'),
    table('Time relative to the best', ['way', 'times the best', '95 % interval', 'verdict'], [3], bars.map(bar =>
      [mark(bar.verdict), bar.name, fixed(bar.ratio, 3), interval(bar.bounds, 3), bar.verdict]))));
  section('Where the time goes', ...figure('phases',
    'Stacked bars of the seconds that each way spends multiplying, serializing, sending, waiting; the table below has them.',
    'Seconds of the median round, mean over the workers.',
    table('Seconds in each phase, mean over the workers, median round', ['seconds for', ...phases], [], bars.map(bar =>
      [mark(bar.verdict), bar.name, ...phases.map(phase => bar.phases[phase] === 0 ? NONE : seconds(bar.phases[phase]))]))));
  if (bars.some(bar => bar.predicted != null)) {
    section('Predicted and measured', ...figure('predictions',
      'Predicted seconds beside the median and the range of the measured ones; the table below has them.',
      'Diamond: what plan predicts. Dot: median; line: fastest to slowest round.',
      table('Seconds predicted and measured', ['way', 'predicted', 'median', 'fastest', 'slowest'], [], bars.map(bar =>
        ['', bar.name, ...[bar.predicted, bar.median, Math.min(...bar.seconds), Math.max(...bar.seconds)].map(seconds)]))));
  }
  warnings(report.warnings);
  section('All figures',
    table('Times', ['way', 'W x T', 'median', 'times the best', 'verdict', 'GFLOP/s', 'of peak', 'set-up'], [4], rows.map(row =>
      [row.mark, row.name, layout(row), seconds(row.median_seconds), fixed(row.ratio_to_best, 3),
        row.failure ? 'failed: ' + row.failure : row.verified ? row.verdict : 'not verified', fixed(row.gflops, 1),
        row.percent_of_peak == null ? NONE : fixed(row.percent_of_peak, 1) + ' %', seconds(row.setup_seconds)])),
    table('Use', ['way', 'memory', 'moved', 'CPU user', 'CPU system', 'faults', 'switches', 'CPUs', 'pages'], [8], rows.map(row =>
      [row.mark, row.name, bytes(row.peak_rss_bytes), bytes(row.bytes_moved), fixed(row.cpu_user_seconds, 2) + ' s',
        fixed(row.cpu_system_seconds, 2) + ' s', count(row.page_faults), count(row.context_switches),
        row.effective ? row.effective.cpus.join(' ') : NONE, row.effective ? row.effective.pages : NONE])),
    element('p', {}, 'W workers x T BLAS threads each, /chunk size.'), samples(report));
  machineAndMethod(report);
  return { rows: bars, phases: phases };
}

// A sweep: which way from which value on, curves over the values, every figure.
function sweep() {
  const comparisons = page.report.comparisons;
  const last = comparisons[comparisons.length - 1];
  const bySize = page.report.parameter === 'size';
  const byValue = (caption, cell) => table(caption, [page.axis, ...page.names, ...(bySize ? ['pairs'] : [])], [],
    comparisons.map((report, i) => ['', String(page.report.sizes[i]),
      ...report.results.map(row => row.verified ? cell(row, report) : 'failed'), ...(bySize ? [report.workload.pairs] : [])]));
  head(page.about, page.about, 'Take ' + page.leaders + '.');
  if (page.least) document.querySelector('main').append(element('p', {}, page.least));
  section('How fast, by ' + page.one, ...figure('rates',
    'Curves of GFLOP/s over the ' + page.one + ', one a way; the table below has them. ' + page.leaders + '.',
    'Higher is faster; both axes are logarithmic. Dashed: ' + page.several + ' where the fastest way changes.',
    byValue('GFLOP/s by ' + page.one, row => fixed(row.gflops, 2))));
  section('How far from the best, by ' + page.one, ...figure('relative',
    'Curves of the time relative to the best way at each ' + page.one + '; the table below has them.',
    '1x is the fastest at that ' + page.one + '; lower is faster. In the table: 95 % intervals.',
    byValue('Time relative to the best, by ' + page.one, row => fixed(row.ratio_to_best, 3)
      + (row.ratio_ci95 ? ' (' + interval(row.ratio_ci95, 2) + ')' : ''))));
  if (!bySize) {
    section('What a product takes, by ' + page.one, byValue('Time over the number of products, by ' + page.one, (row, report) =>
      row.median_seconds == null ? NONE : seconds(row.median_seconds / report.workload.pairs)));
  }
  if (page.report.parameter === 'workers') {
    section('What workers cost',
      byValue('Set-up: JVMs started, libraries loaded, memory mapped', row => seconds(row.setup_seconds)),
      byValue('Memory of all our processes at its height, shared pages once', row => bytes(row.peak_rss_bytes)));
  }
  section('Where ways cross', page.report.crossings.length === 0
    ? element('p', {}, 'No two ways surely change places.')
    : table('Pairs that change places', ['faster at smaller ' + page.several, 'faster at larger ' + page.several, 'up to', 'from',
      'cross near', 'changes the answer', 'sure'], [1, 5, 6], page.report.crossings.map((crossing, i) =>
      ['', crossing.smaller, crossing.larger, crossing.from, crossing.to, page.places[i], crossing.leading ? 'yes' : 'no',
        crossing.sure ? '95 %' : 'medians alone'])));
  warnings(page.warnings);
  section('Raw samples', ...comparisons.map((report, i) =>
    details(page.values[i][0].toUpperCase() + page.values[i].slice(1), samples(report))));
  machineAndMethod(last);
  const curve = (row, figure) => comparisons.map(report => report.results[row].verified ? report.results[row][figure] : null);
  return {
    axis: page.axis, parameter: page.report.parameter, sizes: page.report.sizes,
    series: page.names.map((name, row) => ({ name: name, gflops: curve(row, 'gflops'), ratios: curve(row, 'ratio_to_best') })),
    crossings: page.report.crossings.map((crossing, i) => ({ size: crossing.estimate, label: page.places[i], leading: crossing.leading }))
      .filter(crossing => crossing.leading)
  };
}

// The rows that two comparisons share.
function changes(caption, matches) {
  const marks = { slower: 'failed', faster: 'best' };
  return table(caption, ['way', 'before', 'after', 'ratio', '95 %', 'verdict'], [5], matches.map(match =>
    [marks[match.verdict], match.name, seconds(match.before), seconds(match.after), fixed(match.ratio, 3),
      interval(match.interval, 3), match.verdict]));
}

const BOOTSTRAP = '95 % interval%s by a bootstrap of both runs\' rounds; no difference where it spans 1.';

function pair() {
  const became = { slower: 'became slower', faster: 'became faster' };
  head('two comparisons', 'The second comparison over the first', page.headline);
  section('What changed', ...figure('ratios', 'Bars of the second time over the first: ' + page.headline,
    'Below 1x became faster, above 1x slower. Whiskers: ' + BOOTSTRAP.replace('%s', ''),
    changes('Seconds before and after', page.matches)));
  return {
    rows: page.matches.map(match => ({
      name: match.name, verdict: became[match.verdict] || match.verdict, ratio: match.ratio, bounds: match.interval
    }))
  };
}

function sweepPair() {
  head('two sweeps', 'The second sweep over the first, by ' + page.one, page.headline);
  section('What changed', ...figure('changes',
    'Curves of the second time over the first, one a way; the tables below have them. ' + page.headline,
    'Below 1x became faster, above 1x slower. In the tables: ' + BOOTSTRAP.replace('%s', 's'),
    ...page.matches.map((matches, i) => changes('Seconds before and after, at ' + page.values[i], matches))));
  if (page.notes.length > 0) section('Not compared', ...page.notes.map(note => element('p', {}, note)));
  return {
    axis: page.axis, parameter: page.parameter, sizes: page.sizes, crossings: [],
    series: page.names.map(name => ({
      name: name,
      changes: page.matches.map(matches => matches.filter(match => match.name === name).map(match => match.ratio)[0] ?? null)
    }))
  };
}

const numbers = { compare, sweep, pair, sweepPair }[page.kind]();
