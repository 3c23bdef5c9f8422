// Draws the charts of a report from the numbers of page.js, in the colours of the scheme, as wide as the page.
(function () {
  'use strict';
  var dark = window.matchMedia('(prefers-color-scheme: dark)');
  // Distinct to the colour-blind (after Okabe and Ito), each scheme with contrast of its own.
  var PHASES = {
    prepare: ['#8a8f98', '#9aa3ae'], serialize: ['#e69f00', '#e8ab2c'], send: ['#3aa0dc', '#6cc0ee'],
    deserialize: ['#c94f00', '#ee7a35'], queue: ['#d9ca1f', '#eee06a'], compute: ['#0a63a8', '#3f8fd8'],
    'return': ['#b8618f', '#d98bb6'], other: ['#c5cad1', '#5c6672']
  };
  var SERIES = [
    ['#0a63a8', '#5aa7ee'], ['#c94f00', '#ee7a35'], ['#00795a', '#35c79b'], ['#a8488a', '#d98bb6'],
    ['#8a6d00', '#e8c13c'], ['#3b3f8f', '#9aa0f5'], ['#1b8aa5', '#62cbe3'], ['#6b6f76', '#b4bac3']
  ];
  var SYMBOLS = ['circle', 'rect', 'triangle', 'diamond', 'emptyCircle', 'emptyRect', 'emptyTriangle', 'emptyDiamond'];

  function shade(pair) { return pair[dark.matches ? 1 : 0]; }
  function css(name) { return getComputedStyle(document.documentElement).getPropertyValue(name).trim(); }

  function seconds(value) {
    if (value === 0) return '0';
    if (value < 1e-3) return +(value * 1e6).toPrecision(3) + ' us';
    if (value < 0.1) return +(value * 1e3).toPrecision(3) + ' ms';
    return +value.toPrecision(3) + ' s';
  }

  function isNarrow(box) { return box.clientWidth < 560; }

  function text() { return { color: css('--ink'), fontSize: 13 }; }

  function axisLook() {
    return {
      axisLabel: { color: css('--soft'), fontSize: 12, hideOverlap: true },
      axisLine: { lineStyle: { color: css('--line') } },
      splitLine: { lineStyle: { color: css('--line') } },
      nameTextStyle: { color: css('--soft') }
    };
  }

  function merge(first, second) {
    Object.keys(second).forEach(function (key) { first[key] = second[key]; });
    return first;
  }

  function base() {
    return {
      animation: false,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      tooltip: {
        confine: true, backgroundColor: css('--card'), borderColor: css('--line'), textStyle: text()
      }
    };
  }

  // Names beside the bars where there is room, above them on a phone.
  function rowAxes(box, rows, format) {
    var narrow = isNarrow(box);
    return {
      yAxis: {
        type: 'category', inverse: true, data: names(rows),
        axisTick: { show: false }, axisLine: { lineStyle: { color: css('--line') } },
        axisLabel: { show: !narrow, color: css('--ink'), fontSize: 13, interval: 0, margin: 8 }
      },
      xAxis: merge(merge({ type: 'value', min: 0, splitNumber: narrow ? 3 : 6 }, axisLook()), {
        axisLabel: { color: css('--soft'), fontSize: 12, formatter: format, hideOverlap: true }
      })
    };
  }

  function names(rows) { return rows.map(function (row) { return row.name; }); }

  // Points that nobody sees: they carry labels, and an axis reaches as far as they do.
  function unseen(ends, label) {
    return {
      type: 'scatter', silent: true, symbolSize: 0.01, tooltip: { show: false },
      data: ends.map(function (end, i) { return [end, i]; }), label: label
    };
  }

  function namesAbove(box, rows) {
    if (!isNarrow(box)) return [];
    return [unseen(rows.map(function () { return 0; }), {
      show: true, position: 'right', distance: 0, offset: [0, -18], color: css('--ink'), fontSize: 13,
      formatter: function (point) { return rows[point.dataIndex].name; }
    })];
  }

  // ECharts guesses the width of letters; a canvas knows it.
  function widthOf(words) {
    var pen = document.createElement('canvas').getContext('2d');
    pen.font = '13px ' + getComputedStyle(document.body).fontFamily;
    return Math.max.apply(null, words.map(function (word) { return pen.measureText(word).width; }));
  }

  function grid(box, rows, top, right) {
    return { left: isNarrow(box) ? 10 : Math.ceil(widthOf(names(rows))) + 12, right: right, top: top, bottom: 26 };
  }

  function heightOf(box, rows) { return rows * (isNarrow(box) ? 54 : 38) + 50; }

  function barWidth(box) { return isNarrow(box) ? 16 : 20; }

  function whisker(index, low, high) {
    return [{ coord: [low, index] }, { coord: [high, index] }];
  }

  function whiskers(data, colour, width) {
    return {
      silent: true, animation: false, symbol: ['rect', 'rect'], symbolSize: [2, 12], symbolRotate: 0,
      lineStyle: { color: colour, width: width, type: 'solid' }, label: { show: false }, data: data
    };
  }

  function barColour(verdict) {
    if (verdict === 'best') return css('--best');
    if (verdict === 'became faster') return css('--best');
    if (verdict === 'failed' || verdict === 'became slower') return css('--bad');
    return verdict === 'no difference' ? shade(['#5f9f7c', '#3e8a62']) : shade(['#8794a6', '#6f7d90']);
  }

  function ratios(box, rows) {
    var option = base();
    var ends = rows.map(function (row) { return Math.max(row.ratio, row.bounds ? row.bounds[1] : 0); });
    merge(option, rowAxes(box, rows, function (value) { return +value.toFixed(2) + 'x'; }));
    option.grid = grid(box, rows, 8, 56);
    option.tooltip.formatter = function (point) {
      var row = rows[point.dataIndex];
      var bounds = row.bounds ? '<br>95 % interval ' + interval(row.bounds, 3) : '';
      var took = row.median === undefined ? '' : '<br>median ' + seconds(row.median);
      return echarts.format.encodeHTML(row.name) + '<br>' + row.ratio.toFixed(3) + ' times' + bounds + took + '<br>' + echarts.format.encodeHTML(row.verdict);
    };
    option.series = [{
      type: 'bar', barWidth: barWidth(box),
      data: rows.map(function (row) { return { value: row.ratio, itemStyle: { color: barColour(row.verdict) } }; }),
      markLine: whiskers(rows.map(function (row, i) {
        return row.bounds && row.bounds[0] !== row.bounds[1] ? whisker(i, row.bounds[0], row.bounds[1]) : null;
      }).filter(Boolean), css('--ink'), 2)
    }, unseen(ends, {
      // After the whiskers, not on them.
      show: true, position: 'right', color: css('--ink'), fontSize: 13,
      formatter: function (point) { return rows[point.dataIndex].ratio.toFixed(2) + 'x'; }
    })].concat(namesAbove(box, rows));
    return option;
  }

  function phases(box, rows) {
    var option = base();
    var shown = numbers.phases.filter(function (phase) { return rows.some(function (row) { return row.phases[phase] > 0; }); });
    merge(option, rowAxes(box, rows, seconds));
    var lines = isNarrow(box) ? Math.ceil(shown.length / 3) : 1;
    option.grid = grid(box, rows, 12 + 26 * lines, 28);
    option.legend = { left: 0, top: 0, itemGap: 12, textStyle: text(), data: shown };
    merge(option.tooltip, { trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: seconds });
    option.series = shown.map(function (phase) {
      return {
        name: phase, type: 'bar', stack: 'time', barWidth: barWidth(box),
        itemStyle: { color: shade(PHASES[phase]), borderColor: css('--card'), borderWidth: 1 },
        data: rows.map(function (row) { return row.phases[phase]; })
      };
    }).concat(namesAbove(box, rows));
    return option;
  }

  function predictions(box, rows) {
    var option = base();
    merge(option, rowAxes(box, rows, seconds));
    option.grid = grid(box, rows, 34, 28);
    option.legend = { left: 0, top: 0, textStyle: text(), data: ['measured', 'predicted'] };
    option.tooltip.formatter = function (point) {
      var row = rows[point.data[1]];
      return echarts.format.encodeHTML(row.name) + '<br>measured ' + seconds(row.median)
        + (row.predicted == null ? '' : '<br>predicted ' + seconds(row.predicted));
    };
    var measured = shade(SERIES[0]);
    option.series = [{
      name: 'measured', type: 'scatter', symbol: 'circle', symbolSize: 11, itemStyle: { color: measured },
      data: rows.map(function (row, i) { return [row.median, i]; }),
      markLine: whiskers(rows.map(function (row, i) {
        return whisker(i, Math.min.apply(null, row.seconds), Math.max.apply(null, row.seconds));
      }), measured, 2)
    }, {
      name: 'predicted', type: 'scatter', symbol: 'diamond', symbolSize: 15,
      itemStyle: { color: 'transparent', borderColor: shade(SERIES[1]), borderWidth: 2.5 },
      data: rows.map(function (row, i) { return row.predicted == null ? null : [row.predicted, i]; }).filter(Boolean)
    }, unseen(rows.map(function (row) { return Math.max.apply(null, row.seconds); }), { show: false })]
      .concat(namesAbove(box, rows));
    return option;
  }

  // The next of 1, 2, 5 times a power of ten.
  function step(value, up) {
    var power = Math.pow(10, Math.floor(Math.log10(value)));
    var steps = [1, 2, 5, 10].map(function (part) { return part * power; });
    return up ? steps.filter(function (at) { return at >= value * 0.999; })[0]
      : steps.filter(function (at) { return at <= value * 1.001; }).pop();
  }
  function roundDown(range) { return step(range.min, false); }
  function roundUp(range) { return step(range.max, true); }
  // Around 1 there is an axis even where nothing changed.
  function belowOne(range) { return step(Math.min(range.min, 0.9), false); }
  function aboveOne(range) { return step(Math.max(range.max, 1.1), true); }

  // Powers of it are labelled; with ten of them or more only each tenth would be.
  function tickBase(span) {
    if (numbers.parameter === 'pairs' && span >= 100) return 10;
    return span >= 512 ? 4 : 2;
  }

  // Strategies against what is swept, both axes logarithmic.
  function curves(box, field, name, format, low, high) {
    var option = base();
    var narrow = isNarrow(box);
    var sizes = numbers.sizes;
    option.grid = { left: 8, right: narrow ? 16 : 24, top: narrow ? 40 + 24 * Math.ceil(numbers.series.length / 2) : 78, bottom: 26, containLabel: true };
    option.legend = { left: 0, top: 0, itemGap: 10, textStyle: text() };
    option.xAxis = merge(merge({ type: 'log', logBase: tickBase(sizes[sizes.length - 1] / sizes[0]), min: sizes[0] / 1.1, max: sizes[sizes.length - 1] * 1.1, name: numbers.axis, nameLocation: 'middle', nameGap: 26 }, axisLook()), {
      splitLine: { show: false },
      axisLabel: {
        color: css('--soft'), hideOverlap: true, showMinLabel: false, showMaxLabel: false,
        formatter: function (value) { return String(Math.round(value)); }
      }
    });
    option.yAxis = merge(merge({ type: 'log', name: name, nameLocation: 'end', min: low || roundDown, max: high || roundUp }, axisLook()), {
      nameTextStyle: { color: css('--soft'), align: 'left' },
      axisLabel: { color: css('--soft'), formatter: format }
    });
    option.tooltip.formatter = function (point) {
      return echarts.format.encodeHTML(point.seriesName) + '<br>' + numbers.parameter + ' ' + point.data[0] + ': ' + format(point.data[1]) + ' ' + name;
    };
    option.series = numbers.series.map(function (series, i) {
      var colour = shade(SERIES[i % SERIES.length]);
      return {
        name: series.name, type: 'line', symbol: SYMBOLS[i % SYMBOLS.length], symbolSize: 9, showAllSymbol: true,
        lineStyle: { color: colour, width: 2 }, itemStyle: { color: colour },
        data: series[field].map(function (value, j) { return value === null ? null : [sizes[j], value]; }).filter(Boolean)
      };
    });
    if (option.series.length > 0) {
      option.series[0].markLine = {
        silent: true, animation: false, symbol: 'none',
        lineStyle: { color: css('--soft'), type: 'dashed', width: 1.5 },
        label: { show: true, color: css('--ink'), fontSize: 12, formatter: function (line) { return line.name; } },
        data: numbers.crossings.map(function (crossing) { return { name: crossing.label, xAxis: crossing.size }; })
      };
    }
    return option;
  }

  var CHARTS = {
    ratios: { height: function (box) { return heightOf(box, numbers.rows.length); }, option: function (box) { return ratios(box, numbers.rows); } },
    phases: { height: function (box) { return heightOf(box, numbers.rows.length) + 60; }, option: function (box) { return phases(box, numbers.rows); } },
    predictions: { height: function (box) { return heightOf(box, numbers.rows.length) + 30; }, option: function (box) { return predictions(box, numbers.rows); } },
    rates: { height: function () { return 460; }, option: function (box) { return curves(box, 'gflops', 'GFLOP/s', function (v) { return String(+v.toPrecision(3)); }); } },
    relative: { height: function () { return 460; }, option: function (box) { return curves(box, 'ratios', 'times the best', function (v) { return +v.toPrecision(3) + 'x'; }); } },
    changes: { height: function () { return 460; }, option: function (box) { return curves(box, 'changes', 'times as long as before', function (v) { return +v.toPrecision(3) + 'x'; }, belowOne, aboveOne); } }
  };

  var drawn = [];

  function draw() {
    drawn.forEach(function (chart) { chart.dispose(); });
    drawn = [];
    Object.keys(CHARTS).forEach(function (id) {
      var box = document.getElementById(id);
      if (!box) return;
      box.style.height = CHARTS[id].height(box) + 'px';
      var chart = echarts.init(box, null, { renderer: 'svg' });
      chart.setOption(CHARTS[id].option(box));
      drawn.push(chart);
    });
  }

  var width = 0;
  var waiting = null;
  window.addEventListener('resize', function () {
    clearTimeout(waiting);
    waiting = setTimeout(function () {
      if (document.body.clientWidth !== width) {
        width = document.body.clientWidth;
        draw();
      }
    }, 100);
  });
  dark.addEventListener('change', draw);
  width = document.body.clientWidth;
  draw();
})();
