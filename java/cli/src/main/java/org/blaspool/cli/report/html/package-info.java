/** Reports as one HTML page that needs no network: markup by Java, charts by ECharts from the numbers beside it. */
package org.blaspool.cli.report.html;
