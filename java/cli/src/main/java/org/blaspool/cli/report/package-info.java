/** What a command reports, as JSON has it, and its forms: text, CSV and JSON. */
package org.blaspool.cli.report;
